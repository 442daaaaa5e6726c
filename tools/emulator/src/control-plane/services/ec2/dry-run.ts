import { ApiError } from '../../api-error';
import type { Operation } from '../../operation';

/** With `DryRun` an operation of EC2 only says whether the caller may (EC2 API Reference, every operation). */
export function withDryRun(operation: Operation): Operation {
  return {
    ...operation,
    handle: (call) => {
      if (call.input.get('DryRun')?.toLowerCase() !== 'true') return operation.handle(call);
      throw new ApiError(
        'DryRunOperation',
        412,
        'Request would have succeeded, but DryRun flag is set.',
        `${operation.name} is allowed; nothing was done, as DryRun asks`,
      );
    },
  };
}
