export { backendOf } from './backend-of';
export { isApiCall } from './is-api-call';
export type { Backend, ServedFunction } from './operation';
export { serveApiCall } from './serve-api-call';
export { Trail } from './trail';
export { AsynchronousInvocations } from './services/lambda/asynchronous-invocations';
