import { pathToFileURL } from 'node:url';
import { versionOf } from '@furl/cloud-assembly';
import type { ApiCall, ApiResult, Operation, ServedFunction } from '../../operation';
import { existingFunction, functionTarget } from './named-function';
import { pageOf } from './page';

/** A function: its configuration, its code, its reserved concurrency. */
export const getFunction: Operation = {
  name: 'GetFunction',
  route: 'GET /2015-03-31/functions/{FunctionName}',
  action: 'lambda:GetFunction',
  target: functionTarget,
  handle: (call) => {
    const { served, host, qualifier } = existingFunction(call);
    const { reservedConcurrency } = served.fn;
    return {
      body: {
        Configuration: configuration(served, qualifier),
        Code: { Location: pathToFileURL(host.fn.taskRoot).href },
        Concurrency:
          reservedConcurrency === undefined
            ? undefined
            : { ReservedConcurrentExecutions: reservedConcurrency },
      },
    };
  },
};

/** A function's configuration. */
export const getFunctionConfiguration: Operation = {
  name: 'GetFunctionConfiguration',
  route: 'GET /2015-03-31/functions/{FunctionName}/configuration',
  action: 'lambda:GetFunctionConfiguration',
  target: functionTarget,
  handle: (call) => {
    const { served, qualifier } = existingFunction(call);
    return { body: configuration(served, qualifier) };
  },
};

/** The functions of the caller's account in the region that the call is signed for. */
export const listFunctions: Operation = {
  name: 'ListFunctions',
  route: 'GET /2015-03-31/functions',
  action: 'lambda:ListFunctions',
  target: ({ principal }) => ({ resource: '*', accountId: principal.accountId, policy: [], context: {} }),
  handle: (call) => {
    const { items, nextMarker } = pageOf(ownFunctions(call), ({ fn }) => fn.arn, call.input);
    return {
      body: { Functions: items.map((served) => configuration(served, undefined)), NextMarker: nextMarker },
    };
  },
};

function ownFunctions({ backend, region, principal }: ApiCall): ServedFunction[] {
  return backend.functions().filter(({ fn }) => fn.region === region && fn.accountId === principal.accountId);
}

/** What Lambda calls a FunctionConfiguration, as far as a template says it. */
function configuration({ fn }: ServedFunction, qualifier: string | undefined): ApiResult {
  return {
    FunctionName: fn.functionName,
    FunctionArn: qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}`,
    Runtime: fn.runtime,
    Role: fn.roleArn,
    Handler: fn.handler,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMb,
    Version: versionOf(fn, qualifier),
    VpcConfig: fn.vpc && { SubnetIds: fn.vpc.subnetIds, SecurityGroupIds: fn.vpc.securityGroupIds },
    Environment: Object.keys(fn.environment).length === 0 ? undefined : { Variables: fn.environment },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [fn.architecture],
    EphemeralStorage: { Size: fn.ephemeralStorageMb },
    LoggingConfig: {
      LogFormat: fn.logFormat,
      LogGroup: fn.logGroup,
      ApplicationLogLevel: fn.applicationLogLevel,
      SystemLogLevel: fn.systemLogLevel,
    },
  };
}
