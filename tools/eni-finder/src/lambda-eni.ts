import { eniKey } from '@furl/hyperplane';
import type { Eni, Network } from './model';

/** What Lambda writes before the name of the function that used the interface first. */
const DESCRIPTION = 'AWS Lambda VPC ENI';
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const NAMED = new RegExp(`^${DESCRIPTION}-(.+)-${UUID}$`, 'i');

/** Whether Lambda made it: a detached one has lost its type, and only the description tells. */
export function isLambdaEni({ interfaceType, description }: Eni): boolean {
  return interfaceType === 'lambda' || description.startsWith(DESCRIPTION);
}

/** The function that used the interface first, by its description; others may use it now. */
export function firstUser({ description }: Eni): string | undefined {
  return NAMED.exec(description)?.[1];
}

/** Whether it is being made still: then nobody has let go of it, and who waits for it may not have its network yet. */
export function isBeingMade({ status }: Pick<Eni, 'status'>): boolean {
  return status === 'pending';
}

/** The key under which functions share this interface. */
export function keyOf({ subnetId, securityGroups }: Eni): string {
  return eniKey(subnetId, securityGroups);
}

/** The keys of all the interfaces that a network needs: one a subnet. */
export function keysOf({ subnets, securityGroups }: Network): string[] {
  return [...new Set(subnets)].map((subnet) => eniKey(subnet, securityGroups));
}
