import type { RefusalCode } from '@furl/sigv4';
import type { FrontDoorRequest } from '../../gateway/received-request';
import type { ApiError } from '../api-error';
import type { ApiResult, Operation, Service } from '../operation';
import type { Input } from './input';

/** How a service is spoken to: one of AWS's protocols ("Smithy 2.0 AWS protocols"). */
export interface Protocol {
  /**
   * Finds the operation that a request asks for.
   *
   * @throws ApiError when the service has none such here, in the service's way of saying so
   */
  find(request: FrontDoorRequest, service: Service): FoundOperation;
  /** A result's members as a body. */
  success(result: ApiResult, operation: Operation, service: Service, requestId: string): WrittenBody;
  /** An error as headers and body. */
  failure(error: ApiError, requestId: string, service?: Service): WrittenBody;
  /** An input that has what the operation knows nothing of. */
  unknownMember(name: string, operation: Operation): ApiError;
  /** A signature that does not hold, in the words of services of this protocol. */
  authenticationError(code: AuthenticationFault, message: string, explanation: string): ApiError;
  /** The code of the error for a caller who may not, and its status. */
  readonly accessDenied: string;
  /** What its message begins with. @default nothing */
  readonly accessDeniedPrefix?: string;
  /** @default 403 */
  readonly accessDeniedStatus?: number;
}

/** Why it is not known who calls. */
export type AuthenticationFault = RefusalCode | 'ExpiredToken';

/** An operation and what stands in the path, the query and the form. */
export interface FoundOperation {
  readonly operation: Operation;
  readonly input: Input;
}

/** A body with the headers that belong to it. */
export interface WrittenBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
