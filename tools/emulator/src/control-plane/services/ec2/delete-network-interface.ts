import { ApiError } from '../../api-error';
import type { Operation } from '../../operation';
import { INTERFACE_IDS, ownInterfaces } from './network-interfaces';
import { ec2Arn } from './naming';
import { noSuchId } from './resource-ids';

/** Deletes an interface that is attached to nothing. */
export const deleteNetworkInterface: Operation = {
  name: 'DeleteNetworkInterface',
  members: ['NetworkInterfaceId', 'DryRun'],
  isRecordedByNetwork: true,
  action: 'ec2:DeleteNetworkInterface',
  target: (call) => {
    const id = call.input.get('NetworkInterfaceId');
    if (id === undefined || id === '') {
      throw new ApiError(
        'MissingParameter',
        400,
        'The request must contain the parameter networkInterfaceId',
      );
    }
    const found = ownInterfaces(call).find((each) => each.id === id);
    return {
      resource: ec2Arn(call, `network-interface/${id}`),
      accountId: call.principal.accountId,
      policy: [],
      // What is not there has no zone and no network to ask for.
      context: {
        ...(found?.availabilityZone !== undefined && { 'ec2:AvailabilityZone': found.availabilityZone }),
        ...(found?.vpcId !== undefined && { 'ec2:Vpc': ec2Arn(call, `vpc/${found.vpcId}`) }),
        ...(found && { 'ec2:Subnet': ec2Arn(call, `subnet/${found.subnetId}`), 'ec2:Region': call.region }),
      },
    };
  },
  handle: (call) => {
    const { backend, input, principal } = call;
    const id = input.get('NetworkInterfaceId') ?? '';
    const isOwn = ownInterfaces(call).some((each) => each.id === id);
    const outcome = isOwn ? backend.network.deleteInterface(id, principal) : 'not-found';
    if (outcome === 'not-found') throw noSuchId(INTERFACE_IDS, [id]);
    if (outcome === 'in-use') {
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
