import fc from 'fast-check';
import { Lifecycle, type LambdaFunction, type LifeEvent, type Network } from '../src/index';
import { functionOf, networkOf, subnetOf, vpcOf } from '../src/testing/networks';

const MINUTE = 60_000;
const NAMES = ['a', 'b', 'c', 'd', 'e'];

const functions = fc.array(
  fc.record({
    name: fc.constantFrom(...NAMES),
    subnets: fc.subarray(['s1', 's2']),
    groups: fc.subarray(['g1', 'g2', 'g3'], { minLength: 1 }),
  }),
  { maxLength: 6 },
);
const deeds = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('become' as const), functions, mayManage: fc.boolean() }),
    fc.record({ kind: fc.constant('invoke' as const), name: fc.constantFrom(...NAMES) }),
    fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(1, 2, 14, 16, 21, 36, 30_000) }),
  ),
  { maxLength: 25 },
);
type Deed = typeof deeds extends fc.Arbitrary<(infer D)[]> ? D : never;

function small(
  given: readonly { name: string; subnets: string[]; groups: string[] }[],
  mayManage = true,
): Network {
  const byName = new Map<string, LambdaFunction>();
  for (const { name, subnets, groups } of given) byName.set(name, functionOf(name, subnets, groups));
  return networkOf({
    vpcs: [vpcOf('vpc')],
    subnets: [subnetOf('s1', '10.0.0.0/29'), subnetOf('s2', '10.0.1.0/24')],
    roles: [{ id: 'role', managesNetworkInterfaces: mayManage, doesMoreThanLogs: false }],
    functions: [...byName.values()],
  });
}

/** Lives through it; time passes in one leap, or minute by minute. */
function live(
  all: readonly Deed[],
  isStepwise: boolean,
): { events: LifeEvent[]; life: Lifecycle; now: number } {
  let now = 0;
  let network = small([]);
  const life = new Lifecycle(network, now, { quota: 6 });
  const events: LifeEvent[] = [];
  for (const deed of all) {
    if (deed.kind === 'become') {
      network = small(deed.functions, deed.mayManage);
      events.push(...life.become(network, now));
    }
    if (deed.kind === 'invoke') life.invoke(deed.name, now);
    if (deed.kind === 'wait') {
      const end = now + deed.minutes * MINUTE;
      if (isStepwise && deed.minutes < 100)
        for (; now < end; now += MINUTE) events.push(...life.advance(now));
      now = end;
      events.push(...life.advance(now));
    }
    check(life, network);
  }
  return { events, life, now };
}

function check(life: Lifecycle, network: Network): void {
  const { enis } = life;
  expect(life.freeAddresses('s1')).toBe(3 - enis.filter(({ subnet }) => subnet === 's1').length);
  expect(life.freeAddresses('s1')).toBeGreaterThanOrEqual(0);
  expect(enis.length).toBeLessThanOrEqual(6);
  const shared = enis.filter(({ status }) => status === 'pending' || status === 'in-use');
  expect(new Set(shared.map(({ key }) => key)).size).toBe(shared.length);
  for (const eni of enis) expect(eni.letGoAt === undefined).toBe(eni.holders.length > 0);
  for (const { id, vpcConfig } of network.functions) {
    const state = life.stateOf(id);
    if (state?.state !== 'Active' || state.lastUpdate !== 'Successful') continue;
    const own = shared.filter(
      ({ status, holders }) => status === 'in-use' && holders.some((each) => each.id === id),
    );
    expect(own.map(({ subnet }) => subnet).sort()).toEqual(
      vpcConfig !== undefined && 'subnets' in vpcConfig ? [...(vpcConfig.subnets as string[])].sort() : [],
    );
  }
}

it('gives everybody who is active what he wants, never more than there is, and takes all of it back', () => {
  fc.assert(
    fc.property(deeds, (all) => {
      const { life, now } = live(all, false);
      life.become(small([]), now);
      life.advance(now + 60 * MINUTE);
      expect(life.enis.every(({ isLeftBehind }) => isLeftBehind)).toBe(true);
      expect(life.nextAt()).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

it('comes to the same whether time is told often or seldom', () => {
  fc.assert(
    fc.property(deeds, (all) => {
      const [leaps, steps] = [live(all, false), live(all, true)];
      expect(steps.events).toEqual(leaps.events);
      expect(steps.life.enis).toEqual(leaps.life.enis);
    }),
    { numRuns: 200 },
  );
});

it('is not troubled by functions that are not there', () => {
  const life = new Lifecycle(small([]), 0);
  expect(life.invoke('nobody', 0)).toBeUndefined();
  expect(life.deleteEni('nothing', 0)).toBe('not-found');
  expect(life.stateOf('nobody')).toBeUndefined();
  expect(life.servedConfig('nobody')).toBeUndefined();
});
