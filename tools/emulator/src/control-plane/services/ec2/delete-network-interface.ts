import { ApiError } from '../../api-error';
import type { Operation } from '../../operation';
import { interfaceTarget, ownInterface } from './network-interfaces';

/** Deletes an interface that is attached to nothing. */
export const deleteNetworkInterface: Operation = {
  name: 'DeleteNetworkInterface',
  members: ['NetworkInterfaceId', 'DryRun'],
  isRecordedByNetwork: true,
  action: 'ec2:DeleteNetworkInterface',
  target: interfaceTarget,
  handle: (call) => {
    const { id } = ownInterface(call);
    const outcome = call.backend.network.deleteInterface(id, call.principal);
    if (outcome !== 'deleted') {
      throw new ApiError(
        'InvalidParameterValue',
        400,
        `Network interface '${id}' is currently in use.`,
        `${id} is attached: Lambda takes it away when no function, published version or mapping uses it; npx furl eni --eni ${id} says which do`,
      );
    }
    return { body: { return: true } };
  },
};
