import { ApiError } from '../api-error';
import type { AuthenticationFault, Protocol } from './protocol';
import { query } from './query';
import { unknownMember } from './unknown-member';
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
  unknownMember: (name, operation) =>
    new ApiError(
      'UnknownParameter',
      400,
      `The parameter ${name.slice(0, 200)} is not recognized`,
      unknownMember(name, operation),
    ),
  authenticationError: (code, message, explanation) => {
    const fault = FAULTS[code];
    return fault === undefined
      ? query.authenticationError(code, message, explanation)
      : new ApiError(...fault, explanation);
  },
  accessDenied: 'UnauthorizedOperation',
  accessDeniedPrefix: 'You are not authorized to perform this operation. ',
};

const XML_TYPE = { 'Content-Type': 'text/xml' };

const UNKNOWN_KEY = 'AWS was not able to validate the provided access credentials';

/** "Error codes for the Amazon EC2 API", where they are not those of other query services. */
const FAULTS: Readonly<Partial<Record<AuthenticationFault, readonly [string, number, string]>>> = {
  InvalidSignatureException: ['AuthFailure', 401, UNKNOWN_KEY],
  UnrecognizedClientException: ['AuthFailure', 401, UNKNOWN_KEY],
  ExpiredToken: ['RequestExpired', 400, 'Request has expired.'],
};
