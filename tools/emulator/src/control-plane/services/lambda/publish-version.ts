import type { Operation } from '../../operation';
import { configuration } from './configuration';
import { conflict } from './conflict';
import { deployedVersion, existingFunction, functionTarget } from './named-function';

/** Publishes what a function is now as a version of its own. */
export const publishVersion: Operation = {
  name: 'PublishVersion',
  route: 'POST /2015-03-31/functions/{FunctionName}/versions',
  membersInBody: true,
  members: ['FunctionName'],
  isRecordedByNetwork: true,
  recordedAs: 'PublishVersion20150331',
  action: 'lambda:PublishVersion',
  target: functionTarget,
  handle: async (call) => {
    const before = existingFunction(call);
    const outcome = await call.backend.network.publishVersion(before.arn, call.principal);
    if (outcome === 'conflict') throw conflict(before);
    // Deleted in the meantime: then it is not found.
    const { served } = existingFunction(call);
    const qualifier = outcome === 'not-found' ? undefined : outcome.version;
    const version = deployedVersion(served, qualifier);
    if (version === undefined) throw new Error(`version ${qualifier} of ${before.arn} is not there`);
    return { status: 201, body: configuration({ served, version, qualifier }, call) };
  },
};
