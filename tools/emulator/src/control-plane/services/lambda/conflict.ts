import { ApiError } from '../../api-error';
import type { ExistingFunction } from './named-function';

/** 409 to a change of a function that is being created or changed already (Lambda Developer Guide, "Lambda function states"). */
export function conflict({ served, arn }: ExistingFunction): ApiError {
  const state = served.versions[0]?.state;
  const isUpdating = state?.lastUpdateStatus === 'InProgress';
  const why = isUpdating
    ? `An update is in progress for resource: ${arn}`
    : `The function is currently in the following state: ${state?.state ?? 'Pending'}`;
  return new ApiError(
    'ResourceConflictException',
    409,
    `The operation cannot be performed at this time. ${why}`,
    `${arn} is ${isUpdating ? 'being updated' : (state?.state ?? 'Pending')}: aws lambda wait ${isUpdating ? 'function-updated-v2' : 'function-active-v2'} --function-name ${served.fn.functionName}`,
    { members: { Type: 'User' } },
  );
}
