import { eniOf } from '../shapes-of-aws';
import type { TrailEvent } from '../model';
import { eniJson, groupId } from '../../test/start';
import { History } from './history';

const eni = eniOf(eniJson(1));
const [own, other, third] = [
  { subnets: [eni.subnetId], securityGroups: [groupId(1)] },
  { subnets: [eni.subnetId], securityGroups: [groupId(2)] },
  { subnets: [eni.subnetId], securityGroups: [groupId(3)] },
];
const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 1, hour));
const set = (
  hour: number,
  functionName: string,
  network: typeof own | undefined,
  role = 'role-1',
): TrailEvent => ({
  kind: 'updated',
  at: at(hour),
  by: 'alice',
  functionName,
  role,
  network,
});
const deleted = (hour: number, functionName: string, qualifier?: string): TrailEvent => ({
  kind: 'deleted',
  at: at(hour),
  by: 'bob',
  functionName,
  qualifier,
});

it.each<[string, TrailEvent[], number | undefined, string?]>([
  ['nothing is known', [], undefined],
  ['the function of the description was deleted', [deleted(3, 'function-1')], 3, 'bob deleted function-1'],
  ['another function was deleted, of which nothing is known', [deleted(3, 'elsewhere')], undefined],
  ['another function that had its network was deleted', [set(1, 'shared', own), deleted(4, 'shared')], 4],
  ['a function with another network was deleted', [set(1, 'f', other), deleted(4, 'f')], undefined],
  [
    'a function was moved away',
    [set(1, 'f', own), set(5, 'f', other)],
    5,
    'alice moved f to another network',
  ],
  ['the function of the description was moved away', [set(5, 'function-1', other)], 5],
  [
    'it was moved away long before it was deleted',
    [set(2, 'function-1', other), deleted(6, 'function-1')],
    2,
  ],
  ['something else of a function changed', [set(1, 'f', own), set(5, 'f', undefined)], undefined],
  ['the last of two let go', [set(1, 'f', own), set(1, 'g', own), deleted(4, 'f'), deleted(7, 'g')], 7],
  ['it was taken again', [deleted(2, 'function-1'), set(3, 'f', own)], undefined],
  [
    'the function of the description was created with other groups than the interface has now',
    [{ ...set(1, 'function-1', other), kind: 'created' } as TrailEvent],
    undefined,
  ],
  ['a version was deleted', [deleted(2, 'function-1', '3')], 2, 'bob deleted version 3 of function-1'],
])('release: %s', (_what, events, hour, ...[what]) => {
  // Newest first, as CloudTrail gives them.
  const { release } = new History([...events].reverse()).of(eni);
  expect(release?.at).toEqual(hour === undefined ? undefined : at(hour));
  if (what !== undefined) expect(release?.what).toBe(what);
});

it('tells whose role deletes it: that of the last who used it', () => {
  const events = [set(1, 'f', own, 'role-f'), set(2, 'g', own, 'role-g'), deleted(3, 'g'), deleted(4, 'f')];
  expect(new History(events).of(eni).role).toBe('role-f');
});

it.each<[string, TrailEvent[], boolean]>([
  ['was created with another network', [{ ...set(1, 'f', other), kind: 'created' } as TrailEvent], true],
  ['was moved from one other network to another', [set(1, 'f', third), set(2, 'f', other)], true],
  [
    'was moved from another network, and updated since',
    [set(1, 'f', third), set(2, 'f', other), set(3, 'f', undefined)],
    true,
  ],
  ['was moved from nobody knows where', [set(2, 'f', other)], false],
  ['was moved away from it', [set(1, 'f', own), set(2, 'f', other)], false],
  ['was updated, and nobody knows where it is', [set(2, 'f', undefined)], false],
])('elsewhere: a function that %s', (_what, events, isElsewhere) => {
  expect(new History(events).of(eni).elsewhere.has('f')).toBe(isElsewhere);
});
