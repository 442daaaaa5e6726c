import type { Network } from '@furl/hyperplane';

/** What people call a subnet. */
export function subnetName({ subnets }: Network, id: string): string {
  return subnets.find((subnet) => subnet.id === id)?.name ?? id;
}

/** What people call a security group. */
export function groupName({ securityGroups }: Network, id: string): string {
  return securityGroups.find((group) => group.id === id)?.name ?? id;
}
