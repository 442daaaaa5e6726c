import { pathToFileURL } from 'node:url';
import type { ApiCall, Operation, ServedFunction, Target } from '../../operation';
import { configuration, settings, versionKey, versionsOf } from './configuration';
import { invalidParameter } from './invalid-parameter';
import { deployedVersion, existingFunction, functionTarget } from './named-function';
import { pageOf } from './page';

/** A function: its configuration, its code, its reserved concurrency. */
export const getFunction: Operation = {
  name: 'GetFunction',
  route: 'GET /2015-03-31/functions/{FunctionName}',
  recordedAs: 'GetFunction20150331v2',
  action: 'lambda:GetFunction',
  target: functionTarget,
  handle: (call) => {
    const existing = existingFunction(call);
    const { served, qualifier } = existing;
    const { reservedConcurrency } = served.fn;
    const host = served.hostOf(qualifier);
    return {
      body: {
        Configuration: configuration(existing, call),
        Code: host && { Location: pathToFileURL(host.fn.taskRoot).href },
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
  recordedAs: 'GetFunctionConfiguration20150331v2',
  action: 'lambda:GetFunctionConfiguration',
  target: functionTarget,
  handle: (call) => ({ body: configuration(existingFunction(call), call) }),
};

/** The functions of the caller's account in the region that the call is signed for; with `ALL`, each version of each. */
export const listFunctions: Operation = {
  name: 'ListFunctions',
  route: 'GET /2015-03-31/functions',
  members: ['FunctionVersion', 'Marker', 'MaxItems'],
  recordedAs: 'ListFunctions20150331',
  action: 'lambda:ListFunctions',
  target: anyResource,
  handle: (call) => {
    const wanted = call.input.get('FunctionVersion');
    if (wanted !== undefined && wanted !== 'ALL') {
      throw invalidParameter(
        'ValidationException',
        `1 validation error detected: Value '${wanted.slice(0, 100)}' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]`,
      );
    }
    const all = ownFunctions(call).flatMap((served) => {
      if (wanted === 'ALL') return versionsOf(served);
      const version = deployedVersion(served, undefined);
      return version === undefined ? [] : [{ served, version, qualifier: undefined }];
    });
    const page = pageOf(all, versionKey, call.input, { list: 'ListFunctions' });
    return { body: { Functions: page.items.map((each) => settings(each, call)), NextMarker: page.next } };
  },
};

/** `$LATEST` and the published versions of a function. */
export const listVersionsByFunction: Operation = {
  name: 'ListVersionsByFunction',
  route: 'GET /2015-03-31/functions/{FunctionName}/versions',
  members: ['FunctionName', 'Marker', 'MaxItems'],
  recordedAs: 'ListVersionsByFunction20150331',
  action: 'lambda:ListVersionsByFunction',
  target: functionTarget,
  handle: (call) => {
    const versions = versionsOf(existingFunction(call).served);
    const page = pageOf(versions, versionKey, call.input, { list: 'ListVersionsByFunction' });
    return { body: { Versions: page.items.map((each) => configuration(each, call)), NextMarker: page.next } };
  },
};

/** What lists are: an action on no resource. */
export function anyResource({ principal }: ApiCall): Target {
  return { resource: '*', accountId: principal.accountId, policy: [], context: {} };
}

function ownFunctions({ backend, region, principal }: ApiCall): ServedFunction[] {
  return backend.functions().filter(({ fn }) => fn.region === region && fn.accountId === principal.accountId);
}
