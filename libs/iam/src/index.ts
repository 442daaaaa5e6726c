export type {
  AuthorizationRequest,
  Caller,
  ContextValue,
  Decision,
  Policies,
  PolicySource,
} from './authorization';
export { decide } from './decide';
export type {
  ConditionBlock,
  ConditionValue,
  NamedPolicy,
  OneOrMany,
  PolicyDocument,
  PolicyPrincipal,
  PolicyStatement,
} from './policy-document';
