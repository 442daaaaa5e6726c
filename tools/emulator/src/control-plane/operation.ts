import type { FunctionUrl, LambdaFunction } from '@furl/cloud-assembly';
import type { AuthorizationRequest, PolicyStatement } from '@furl/iam';
import type { Account } from '../account/account';
import type { Principal } from '../account/principal';
import type { EventSink } from '../events';
import type { DeployedVersion, LivingNetwork } from '../network/living-network';
import type { FrontDoorRequest } from '../gateway/received-request';
import type { FunctionHost } from '../runtime/function-host';
import type { Input } from './protocols/input';
import type { Protocol } from './protocols/protocol';
import type { Trail } from './trail';
import type { AsynchronousInvocations } from './services/lambda/asynchronous-invocations';

/** An AWS service as far as it is here: its operations, and how it speaks. A new one is an entry in `services/`. */
export interface Service {
  /** Its signing name: what the credential scope of a request says. */
  readonly name: string;
  readonly protocol: Protocol;
  /** Of the XML of query services, and the version that their requests name. */
  readonly xmlNamespace?: string;
  readonly apiVersion?: string;
  readonly operations: readonly Operation[];
}

/** One operation of a service. */
export interface Operation {
  /** As AWS and the SDKs call it. */
  readonly name: string;
  /** Method and path template, for services that find their operations by them: `GET /2015-03-31/functions/{FunctionName}`. */
  readonly route?: string;
  /** Of services whose members stand in path and query: those of this operation stand in a JSON body too. */
  readonly membersInBody?: true;
  /** What the input may have. What else it has is refused by its name: passed over, it would be another request. @default anything */
  readonly members?: readonly string[];
  /** What the caller must be allowed to do; absent when everybody with a key may. */
  readonly action?: string;
  /**
   * What the action is done to.
   *
   * @throws ApiError when the input does not say
   */
  readonly target?: (call: ApiCall) => Target;
  /** The living network puts it on record itself when it was done: {@link LivingNetwork.history}. */
  readonly isRecordedByNetwork?: true;
  /** What it is called in CloudTrail, where that is not its name; `data` for what is no management event. @default its name */
  readonly recordedAs?: string;
  /** @throws ApiError when it cannot be done */
  readonly handle: (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>;
}

/** What an action is done to, as IAM sees it. */
export interface Target {
  /** Its ARN, or `*` for actions that know no resource. */
  readonly resource: string;
  /** 12 digits: who owns it. */
  readonly accountId: string;
  /** Its resource-based policy. */
  readonly policy: readonly PolicyStatement[];
  /** The condition keys that belong to the action. */
  readonly context: AuthorizationRequest['context'];
  /** Of a role: its trust policy must allow, whatever the caller's own policies say. */
  readonly isTrustPolicy?: true;
  /** For the terminal. */
  readonly functionName?: string;
}

/** A call whose signature holds. */
export interface ApiCall {
  readonly requestId: string;
  /** The region that it is signed for: where it would have arrived. */
  readonly region: string;
  readonly principal: Principal;
  /** From path, query and form, by the names of the API's members. */
  readonly input: Input;
  readonly request: FrontDoorRequest;
  /** The first header of that name, which is in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly backend: Backend;
}

/** What stands behind the APIs. */
export interface Backend {
  /** The functions that are deployed now. */
  readonly functions: () => readonly ServedFunction[];
  readonly network: LivingNetwork;
  readonly account: Account;
  readonly asynchronous: AsynchronousInvocations;
  readonly events: EventSink;
  readonly clock: () => Date;
  /** What was called, beside what the network has on record. */
  readonly trail: Trail;
}

/** A function with what belongs to it. */
export interface ServedFunction {
  readonly fn: LambdaFunction;
  /** `$LATEST` first, then the published ones. */
  readonly versions: readonly DeployedVersion[];
  /** The host of the version that a qualifier stands for; of `$LATEST` without one. None when it cannot run here. */
  readonly hostOf: (qualifier?: string) => FunctionHost | undefined;
  readonly urls: readonly FunctionUrl[];
}

/** What an operation answers. */
export interface ApiAnswer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of the result, for the protocol to write; or bytes as they are; or none. */
  readonly body?: ApiResult | Uint8Array | AsyncIterable<Uint8Array>;
  /** For the terminal, when the answer is a failure that HTTP calls a success. */
  readonly explanation?: string;
}

/** A result's members. Those that are undefined are left out. */
export interface ApiResult {
  readonly [member: string]: ApiValue | undefined;
}

export type ApiValue = string | number | boolean | readonly ApiValue[] | ApiResult;
