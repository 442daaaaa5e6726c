import type { ConformanceCase } from '../conformance-case';
import { authorizationCases } from './authorization';
import { bodyCases } from './bodies';
import { corsCases } from './cors';
import { endpointCases } from './endpoint';
import { errorCases } from './errors';
import { eventCases } from './event';
import { requestPartCases } from './request-parts';
import { responseCases } from './responses';
import { streamingCases } from './streaming';

/** Every case, by what it is about. */
export const CASES: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'the endpoint': endpointCases,
  'the event': eventCases,
  'headers, cookies, path and query': requestPartCases,
  'the body of a request': bodyCases,
  'a buffered response': responseCases,
  errors: errorCases,
  authorisation: authorizationCases,
  streaming: streamingCases,
  CORS: corsCases,
};
