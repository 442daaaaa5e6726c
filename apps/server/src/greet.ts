import { json, type FunctionUrlResult } from '@furl/http-response';

/** The greeting that every request gets, whatever its method and path: 200 and a `detail`. */
export function greet(): FunctionUrlResult {
  return json(200, { detail: 'Hello Lambda Function URLs!!' });
}
