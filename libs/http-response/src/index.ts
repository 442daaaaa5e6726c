export { bufferedResponse, type BufferedResponse } from './buffered-response';
export { foldHeaders, type FoldedHeaders } from './fold-headers';
export type {
  FunctionUrlEvent,
  FunctionUrlIamIdentity,
  FunctionUrlRequestContext,
} from './function-url-event';
export type { FunctionUrlResult, HeaderPair } from './function-url-result';
export { json } from './json';
export { losslessText } from './lossless-text';
export { problem, type Problem } from './problem';
export { requestBody, requestBodyBytes } from './request-body';
export {
  beginStream,
  streamifyResponse,
  type ResponseStream,
  type StreamHead,
  type StreamingHandler,
} from './response-stream';
