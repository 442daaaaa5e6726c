import type { Protocol } from './protocol';
import { query } from './query';
import { xmlDocument } from './xml';

/** EC2's own way of the query protocol: other elements around results and errors, and lists of `item`. */
export const ec2Query: Protocol = {
  ...query,
  success: (result, { name }, { xmlNamespace = '' }, requestId) => ({
    headers: XML_TYPE,
    body: xmlDocument(`${name}Response`, { requestId, ...result }, { xmlns: xmlNamespace }, 'item'),
  }),
  failure: ({ code, message }, RequestID) => ({
    headers: XML_TYPE,
    body: xmlDocument('Response', { Errors: { Error: { Code: code, Message: message } }, RequestID }),
  }),
  authenticationError: (code, message, explanation) => query.authenticationError(code, message, explanation),
  accessDenied: 'UnauthorizedOperation',
};

const XML_TYPE = { 'Content-Type': 'text/xml' };
