import { ApiError } from '../api-error';
import { formFields } from './form-fields';
import type { AuthenticationFault, Protocol } from './protocol';
import { queryInput } from './query-input';
import { unknownMember } from './unknown-member';
import { xmlDocument } from './xml';

/** AWS query, as STS and IAM speak it: `Action` in a form says which operation, XML comes back. */
export const query: Protocol = {
  find(request, service) {
    const { apiVersion = '', operations } = service;
    const fields = new Map([
      ...formFields(request.rawQueryString),
      ...formFields(Buffer.from(request.body).toString('utf8')),
    ]);
    const action = fields.get('Action');
    if (action === undefined) {
      throw new ApiError(
        'MissingAction',
        400,
        `The request to ${service.name} names no Action.`,
        `a request to ${service.name} names its operation in the form: Action=${operations[0]?.name ?? ''}&Version=${apiVersion}`,
      );
    }
    const version = fields.get('Version') ?? '';
    const operation = operations.find(({ name }) => name === action);
    if (operation !== undefined && version === apiVersion) return { operation, input: queryInput(fields) };
    throw new ApiError(
      'InvalidAction',
      400,
      `Could not find operation ${action} for version ${version || 'NO_VERSION_SPECIFIED'} of ${service.name}`,
      `the emulator's ${service.name} has no ${action} of version ${version || '(none)'}: ${operations.length === 0 ? 'nothing of that service is here' : `it has ${operations.map(({ name }) => name).join(', ')}, of version ${apiVersion}`}`,
    );
  },
  success: (result, { name }, { xmlNamespace = '' }, RequestId) => ({
    headers: XML_TYPE,
    body: xmlDocument(
      `${name}Response`,
      { [`${name}Result`]: result, ResponseMetadata: { RequestId } },
      { xmlns: xmlNamespace },
    ),
  }),
  failure: ({ code, status, message }, RequestId, service) => ({
    headers: XML_TYPE,
    body: xmlDocument(
      'ErrorResponse',
      { Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }, RequestId },
      service?.xmlNamespace === undefined ? {} : { xmlns: service.xmlNamespace },
    ),
  }),
  unknownMember: (name, operation) => new ApiError('ValidationError', 400, unknownMember(name, operation)),
  authenticationError: (code, message, explanation) =>
    new ApiError(FAULTS[code], 403, code === 'MissingAuthenticationToken' ? UNSIGNED : message, explanation),
  accessDenied: 'AccessDenied',
};

const XML_TYPE = { 'Content-Type': 'text/xml' };

const UNSIGNED = 'Request is missing Authentication Token';

/** "Common Errors" of the STS API Reference. */
const FAULTS: Readonly<Record<AuthenticationFault, string>> = {
  MissingAuthenticationToken: 'MissingAuthenticationToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
  ExpiredToken: 'ExpiredToken',
};
