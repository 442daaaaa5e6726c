import pc from 'picocolors';
import type { EmulatorEvent, LivingNetwork } from '@furl/emulator';
import type { Io } from '../io';
import { counted, pageOf, plain, tableLines } from './page';

type OfInterface = Extract<EmulatorEvent, { kind: 'network-interface' }>;
type OfState = Extract<EmulatorEvent, { kind: 'function-state' }>;

/** The subnets in which functions have network interfaces; none where no function is in a VPC. */
export function networkLines(io: Io, network: LivingNetwork): string[] {
  const interfaces = network.interfaces();
  if (interfaces.length === 0) return [];
  const names = new Map(
    network.networks().flatMap(({ subnets }) => subnets.map(({ id, name }) => [id, name ?? id] as const)),
  );
  const counts = new Map<string, number>();
  for (const { subnetId } of interfaces) counts.set(subnetId, (counts.get(subnetId) ?? 0) + 1);
  const rows = [...counts].map(([id, enis]) => [
    plain(names.get(id) ?? id),
    String(enis),
    String(network.freeAddresses(id) ?? 'not known'),
  ]);
  return tableLines(
    pageOf(io),
    [
      { head: 'subnet' },
      { head: 'ENIs of Lambda', align: 'right' },
      { head: 'free addresses', align: 'right' },
    ],
    rows,
  );
}

/** One line of what came to pass of an interface. */
export function interfaceLine({
  what,
  networkInterfaceId,
  subnet,
  securityGroups,
  functions,
  freeAddresses,
}: OfInterface): string {
  const users = functions.map(plain).join(', ');
  const free = freeAddresses === undefined ? '' : `, ${counted(freeAddresses, 'address', 'addresses')} free`;
  const where = `${plain(subnet)} ${securityGroups.map(plain).join('+')}${free}`;
  return `${pc.magenta('ENI')} ${networkInterfaceId} ${WORDS[what](users, networkInterfaceId)} ${pc.dim(where)}`;
}

const WORDS: Readonly<Record<OfInterface['what'], (users: string, id: string) => string>> = {
  created: (users) => `is being made for ${users}`,
  ready: (users) => (users === '' ? 'is ready, and nobody needs it any more' : `is ready for ${users}`),
  'let-go': () => 'is held by nobody any more: Lambda is going to delete it',
  'held-again': (users) => `is held again, by ${users}`,
  detaching: () => 'is being detached',
  detached: () => 'is detached (available)',
  deleted: () => pc.green('is deleted'),
  'left-behind': (_, id) => pc.yellow(`is left behind: its role may not delete it; furl eni delete ${id}`),
};

/** One line of what state a function has come to. */
export function stateLine(event: OfState): string {
  const { functionName, version, state, stateReason, stateReasonCode } = event;
  const { lastUpdateStatus, lastUpdateStatusReason, lastUpdateStatusReasonCode } = event;
  const name = plain(version === '$LATEST' ? functionName : `${functionName}:${version}`);
  const isWell = state === 'Active' && lastUpdateStatus === 'Successful';
  const code = stateReasonCode === undefined ? '' : ` (${stateReasonCode})`;
  const update =
    lastUpdateStatus === 'Successful'
      ? ''
      : `, update ${lastUpdateStatus}${lastUpdateStatusReasonCode === undefined ? '' : ` (${lastUpdateStatusReasonCode})`}`;
  const colour = isWell ? pc.green : state === 'Failed' || lastUpdateStatus === 'Failed' ? pc.red : pc.yellow;
  return `${name} is ${colour(`${state}${code}${update}`)} ${pc.dim(lastUpdateStatusReason ?? stateReason ?? '')}`.trimEnd();
}
