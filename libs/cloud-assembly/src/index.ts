export { AssemblyError, type AssemblyErrorCode } from './assembly-error';
export type {
  AssemblyFiles,
  CloudAssembly,
  DeployTarget,
  FunctionCode,
  FunctionLayer,
  FunctionUrl,
  FunctionUrlCors,
  LambdaFunction,
  Problem,
  Role,
  RolePolicy,
  StackSummary,
  SystemLogLevel,
} from './cloud-assembly';
export type { EventSourceMappingConfiguration } from './event-source-mappings/configuration';
export { LATEST, versionOf } from './model/qualifiers';
export type { PolicyDocument, PolicyStatement } from './policy-document';
export { readCloudAssembly, readTemplateAsAssembly } from './read-cloud-assembly';
export {
  type EnvironmentNetwork,
  type NetworkSource,
  type NetworkTarget,
  readNetwork,
  readNetworks,
} from './read-network';
