import type { Protocol } from './protocol';
import { restJson } from './rest-json';
import { xmlDocument } from './xml';

/** AWS restXml, as S3 speaks it, as far as it is needed to say what is not here. */
export const restXml: Protocol = {
  ...restJson,
  success: (result, { name }) => ({ headers: XML_TYPE, body: xmlDocument(`${name}Result`, result) }),
  failure: ({ code, message }, RequestId) => ({
    headers: XML_TYPE,
    body: xmlDocument('Error', { Code: code, Message: message, RequestId }),
  }),
};

const XML_TYPE = { 'Content-Type': 'application/xml' };
