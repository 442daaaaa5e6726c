import { LATEST } from '@furl/cloud-assembly';
import { ApiError } from '../../api-error';
import type { Operation } from '../../operation';
import { aliasesOf } from './configuration';
import { invalidParameter } from './invalid-parameter';
import { existingFunction, functionTarget } from './named-function';

/** Deletes a function with all that belongs to it, or one published version of it. */
export const deleteFunction: Operation = {
  name: 'DeleteFunction',
  route: 'DELETE /2015-03-31/functions/{FunctionName}',
  members: ['FunctionName', 'Qualifier'],
  isRecordedByNetwork: true,
  recordedAs: 'DeleteFunction20150331',
  action: 'lambda:DeleteFunction',
  target: functionTarget,
  handle: async (call) => {
    const { arn, qualifier, served, qualifiedArn } = existingFunction(call);
    if (qualifier !== undefined) {
      if (qualifier === LATEST) {
        throw invalidParameter(
          'InvalidParameterValueException',
          '$LATEST version cannot be deleted without deleting the function.',
          `${LATEST} goes with its function: leave the qualifier out to delete ${arn}`,
        );
      }
      if (!/^\d+$/.test(qualifier)) {
        throw invalidParameter(
          'InvalidParameterValueException',
          'Deletion of aliases is not currently supported.',
          `${qualifier} is an alias: the qualifier of DeleteFunction is a version's number`,
        );
      }
      const aliases = aliasesOf(served, qualifier);
      if (aliases.length > 0) {
        throw new ApiError(
          'ResourceConflictException',
          409,
          `Unable to delete version because the following aliases reference it: [${aliases.join(', ')}]`,
          undefined,
          { members: { Type: 'User' } },
        );
      }
    }
    const outcome = await call.backend.network.deleteFunction(arn, qualifier, call.principal);
    if (outcome === 'deleted') return { status: 204 };
    throw new ApiError('ResourceNotFoundException', 404, `Function not found: ${qualifiedArn}`, undefined, {
      members: { Type: 'User' },
    });
  },
};
