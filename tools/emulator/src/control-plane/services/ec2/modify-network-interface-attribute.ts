import { ApiError } from '../../api-error';
import type { Operation } from '../../operation';
import { regionNetwork } from '../../region-network';
import { interfaceTarget, ownInterface } from './network-interfaces';
import { noSuchId } from './resource-ids';
import { GROUP_IDS } from './security-groups';

/** Groups that an interface has at most, unless the quota was raised (Amazon VPC User Guide, "Amazon VPC quotas"). */
const MOST_GROUPS = 5;

/**
 * Gives an interface other groups. As long as AWS has it attached, it does not let it: Lambda since May 2023, so that functions
 * are found by the groups of their interfaces.
 */
export const modifyNetworkInterfaceAttribute: Operation = {
  name: 'ModifyNetworkInterfaceAttribute',
  members: ['NetworkInterfaceId', 'SecurityGroupId', 'DryRun'],
  isRecordedByNetwork: true,
  action: 'ec2:ModifyNetworkInterfaceAttribute',
  target: interfaceTarget,
  handle: (call) => {
    const { backend, input, principal } = call;
    const eni = ownInterface(call);
    const groups = [...new Set(input.list('SecurityGroupId'))];
    if (groups.length === 0) {
      throw new ApiError(
        'InvalidParameterCombination',
        400,
        'No attributes specified.',
        'the emulator changes the groups of an interface, and no other attribute: say SecurityGroupId',
      );
    }
    const known = regionNetwork(call)?.securityGroups ?? [];
    const missing = groups.filter((id) => !known.some((group) => group.id === id));
    if (missing.length > 0) throw noSuchId(GROUP_IDS, missing);
    if (groups.length > MOST_GROUPS) {
      throw new ApiError(
        'SecurityGroupsPerInterfaceLimitExceeded',
        400,
        'The maximum number of security groups per interface has been reached.',
        `${groups.length} groups are asked for; an interface has ${MOST_GROUPS} at most`,
      );
    }
    if (eni.status !== 'available') {
      throw new ApiError(
        'OperationNotPermitted',
        400,
        `You do not have permission to modify the security groups of '${eni.id}'.`,
        `${eni.id} is attached, and has the groups that its owner gives it: Lambda's those of VpcConfig, which UpdateFunctionConfiguration changes`,
      );
    }
    backend.network.changeInterfaceGroups(eni.id, groups, principal);
    return { body: { return: true } };
  },
};
