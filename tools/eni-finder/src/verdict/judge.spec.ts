import fc from 'fast-check';
import { eniJson } from '../../test/start';
import { NOW } from '../../test/fixtures';
import { eniOf } from '../shapes-of-aws';
import type { EniFacts, RoleFacts } from './facts';
import { judge } from './judge';
import { VERDICTS } from './judgement';

const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

/** An interface that nothing holds and nothing explains. */
const facts: EniFacts = {
  eni: eniOf(eniJson(1)),
  now: NOW,
  region: 'eu-west-1',
  account: '111122223333',
  holders: [],
  functionsKnown: true,
  mappingsKnown: true,
  hiddenNetworks: [],
  states: new Map(),
  updating: [],
  sameSubnet: [],
  trail: { release: { at: minutesAgo(3000), what: 'alice deleted f' }, groupChange: undefined },
  role: { arn: 'arn:aws:iam::111122223333:role/r', id: 'AROA1', exists: true, mayDelete: true },
  partial: [],
};
const released = (minutes: number): EniFacts => ({
  ...facts,
  trail: { groupChange: undefined, release: { at: minutesAgo(minutes), what: 'alice deleted f' } },
});

it.each([
  [0, 'WITHIN_GRACE', 'Wait'],
  [19.9, 'WITHIN_GRACE', 'Wait'],
  [20, 'STUCK', 'one in a hundred takes up to 35 minutes'],
  [35, 'STUCK', 'AWS asks to wait for 24 hours'],
  [24 * 60 - 1, 'STUCK', 'AWS asks to wait for 24 hours'],
  [24 * 60, 'STUCK', 'Send this answer to AWS Support'],
])('%d minutes after the last let go: %s, %s', (minutes, verdict, words) => {
  const judgement = judge(released(minutes));
  expect(judgement).toMatchObject({ verdict, until: minutesAgo(minutes - 20) });
  expect(judgement.next.words).toContain(words);
});

it('warns while it is time: without its role it will not go', () => {
  const gone: RoleFacts = {
    arn: 'arn:aws:iam::1:role/r',
    id: undefined,
    exists: false,
    mayDelete: undefined,
  };
  expect(judge({ ...released(5), role: gone }).next.words).toContain('its execution role is gone');
  const weak: RoleFacts = { arn: 'arn:aws:iam::1:role/r', id: 'AROA1', exists: true, mayDelete: false };
  expect(judge({ ...released(5), role: weak }).next.words).toContain(
    'allow ec2:DeleteNetworkInterface first',
  );
});

it.each<[string, Partial<EniFacts>, readonly string[]]>([
  ['nothing', {}, ['its role, its groups and its owner do not explain it']],
  [
    'what its role may do',
    { role: { arn: 'arn:aws:iam::1:role/r', id: 'AROA1', exists: true, mayDelete: undefined } },
    ['its groups and its owner do not explain it', 'its role may: that could not be found out'],
  ],
  [
    'who asks, and its role',
    { account: undefined, role: undefined },
    ['its groups do not explain it', 'its role and its owner may: that could not be found out'],
  ],
])('stuck, and not found out: %s', (_what, missing, because) => {
  const judgement = judge({ ...facts, eni: { ...facts.eni, ownerId: '111122223333' }, ...missing });
  expect(judgement).toMatchObject({ verdict: 'STUCK' });
  expect(judgement.because.slice(1)).toEqual(because);
});

it('keeps the order of the list', () => {
  // Everything at once; then without the reason for the verdict before.
  const holders = (['function', 'version', 'event-source-mapping'] as const).map((kind) => ({
    kind,
    arn: `arn:aws:lambda:eu-west-1:111122223333:function:f:${kind}`,
  }));
  const change = { at: minutesAgo(9000), what: 'mallory changed its security groups' };
  const all: EniFacts = {
    ...released(5),
    eni: { ...facts.eni, status: 'available' },
    holders,
    updating: [{ arn: 'f', since: NOW }],
    role: { arn: 'arn:aws:iam::1:role/r', id: undefined, exists: false, mayDelete: false },
    trail: { release: { at: minutesAgo(5), what: 'alice deleted f' }, groupChange: change },
  };
  const steps: ((before: EniFacts) => EniFacts)[] = [
    (before) => ({ ...before, holders: before.holders.slice(1) }),
    (before) => ({ ...before, holders: before.holders.slice(1) }),
    (before) => ({ ...before, holders: [] }),
    (before) => ({ ...before, updating: [] }),
    (before) => ({ ...before, eni: facts.eni }),
    (before) => ({ ...before, trail: { release: undefined, groupChange: change } }),
    (before) => ({ ...before, role: before.role && { ...before.role, exists: true } }),
    (before) => ({ ...before, role: before.role && { ...before.role, mayDelete: true } }),
    (before) => ({ ...before, eni: { ...before.eni, ownerId: '444455556666' } }),
    () => facts,
  ];
  const seen = [judge(all).verdict];
  steps.reduce((before, step) => {
    const after = step(before);
    seen.push(judge(after).verdict);
    return after;
  }, all);
  expect(seen).toEqual(VERDICTS.slice(1));
});

it('never calls free what may be in use', () => {
  const boolean = fc.boolean();
  fc.assert(
    fc.property(
      boolean,
      boolean,
      boolean,
      boolean,
      boolean,
      (functionsKnown, mappingsKnown, held, trail, available) => {
        const { verdict } = judge({
          ...facts,
          eni: { ...facts.eni, status: available ? 'available' : 'in-use' },
          functionsKnown,
          mappingsKnown,
          holders: held ? [{ kind: 'version', arn: 'arn:aws:lambda:r:a:function:f:1' }] : [],
          trail: trail ? facts.trail : undefined,
        });
        if (held) expect(verdict).toBe('IN_USE_BY_PUBLISHED_VERSION');
        else if (!functionsKnown || !mappingsKnown) expect(verdict).toBeNull();
        else if (available) expect(verdict).toBe('ORPHAN_AVAILABLE');
        else expect(verdict).toBe(trail ? 'STUCK' : null);
      },
    ),
  );
});

it('does not offer another account’s interface for deletion', () => {
  const eni = { ...facts.eni, status: 'available', ownerId: '444455556666' };
  expect(judge({ ...facts, eni }).verdict).toBe('OTHER_OWNER_ACCOUNT');
});
