import type { FunctionLayer, LambdaFunction } from '../cloud-assembly';
import { own, show } from '../json';
import { functionArn, nameOf } from '../resolving/resource-attributes';
import { asText } from '../resolving/value';
import { functionCode } from './function-code';
import { choice, number, text, texts } from './properties';
import type { LiveResource } from './resources';

/** Lambda's defaults, from "AWS::Lambda::Function". */
const DEFAULTS = { timeoutSeconds: 3, memoryMb: 128, ephemeralStorageMb: 512, architecture: 'x86_64' };

/**
 * Reads an AWS::Lambda::Function; its resource policy is put in afterwards.
 *
 * @param layers the assembly's
 */
export function readFunction(
  live: LiveResource,
  layers: readonly FunctionLayer[],
): Omit<LambdaFunction, 'policy'> {
  const { stack, resource, scope } = live;
  const functionName = nameOf(resource, 'FunctionName', scope);
  const roleArn = text(live, 'Role');
  const reservedConcurrency = number(live, 'ReservedConcurrentExecutions');
  const vpc = readVpc(live);
  const ownLayers = readLayers(live, layers);
  return {
    stack: stack.name,
    logicalId: resource.logicalId,
    constructPath: constructPath(live),
    functionName,
    arn: functionArn(resource, scope),
    region: stack.region,
    accountId: stack.accountId,
    runtime: text(live, 'Runtime') ?? '',
    handler: text(live, 'Handler') ?? '',
    architecture: texts(live, 'Architectures')?.[0] ?? DEFAULTS.architecture,
    code: functionCode(live),
    environment: readEnvironment(live),
    timeoutSeconds: number(live, 'Timeout') ?? DEFAULTS.timeoutSeconds,
    memoryMb: number(live, 'MemorySize') ?? DEFAULTS.memoryMb,
    ephemeralStorageMb: number(live, 'EphemeralStorage', 'Size') ?? DEFAULTS.ephemeralStorageMb,
    ...readLogging(live),
    logGroup: text(live, 'LoggingConfig', 'LogGroup') ?? `/aws/lambda/${functionName}`,
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(ownLayers.length === 0 ? {} : { layers: ownLayers }),
    ...(vpc === undefined ? {} : { vpc }),
  };
}

/** "AWS::Lambda::Function LoggingConfig": levels go with the log format JSON, and AWS refuses them with Text. */
function readLogging(
  live: LiveResource,
): Pick<LambdaFunction, 'logFormat' | 'applicationLogLevel' | 'systemLogLevel'> {
  const logFormat = choice(live, ['Text', 'JSON'], 'LoggingConfig', 'LogFormat');
  if (logFormat === 'JSON') {
    const levels = ['INFO', 'TRACE', 'DEBUG', 'WARN', 'ERROR', 'FATAL'] as const;
    return {
      logFormat,
      applicationLogLevel: choice(live, levels, 'LoggingConfig', 'ApplicationLogLevel'),
      systemLogLevel: choice(live, ['INFO', 'DEBUG', 'WARN'], 'LoggingConfig', 'SystemLogLevel'),
    };
  }
  for (const name of ['ApplicationLogLevel', 'SystemLogLevel']) {
    const level = text(live, 'LoggingConfig', name);
    if (level === undefined) continue;
    live.scope
      .at('LoggingConfig', name)
      .report(`${show(level)} is for the log format JSON only; AWS would refuse the function`);
  }
  return { logFormat };
}

function constructPath({ stack, resource }: LiveResource): string {
  const noted = own(resource.metadata, 'aws:cdk:path');
  const path = typeof noted === 'string' ? noted : stack.constructPaths.get(resource.logicalId);
  // The resource that CDK itself puts under every construct says nothing to its reader.
  return path?.replace(/\/Resource$/, '') ?? `${stack.name}/${resource.logicalId}`;
}

function readEnvironment(live: LiveResource): Readonly<Record<string, string>> {
  const { resource, scope } = live;
  const variables = scope.property(resource, 'Environment', 'Variables') ?? {};
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) {
    scope
      .at('Environment', 'Variables')
      .report(`${show(variables)} is not an object; there are no variables`);
    return {};
  }
  const texts = Object.entries(variables).flatMap(([name, value]) => {
    const each = asText(value);
    if (each === undefined) {
      scope
        .at('Environment', 'Variables', name)
        .report(`${show(value)} is not a text; the variable is left out`);
    }
    return each === undefined ? [] : [[name, each] as const];
  });
  return Object.fromEntries(texts);
}

function readVpc(live: LiveResource): LambdaFunction['vpc'] {
  const subnetIds = texts(live, 'VpcConfig', 'SubnetIds') ?? [];
  const securityGroupIds = texts(live, 'VpcConfig', 'SecurityGroupIds') ?? [];
  // Empty lists detach a function from its VPC.
  return subnetIds.length === 0 && securityGroupIds.length === 0
    ? undefined
    : { subnetIds, securityGroupIds };
}

function readLayers(live: LiveResource, layers: readonly FunctionLayer[]): readonly FunctionLayer[] {
  return (texts(live, 'Layers') ?? []).flatMap((arn, index) => {
    const found = layers.find((layer) => layer.arn === arn);
    if (found !== undefined) return [found];
    live.scope
      .at('Layers', index)
      .report(`the layer ${show(arn)} is not in the assembly; the function runs without it`);
    return [];
  });
}
