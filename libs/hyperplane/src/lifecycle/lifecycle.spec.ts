import type { LambdaFunction, Network } from '../network';
import { articleNetwork, configOf, functionOf, networkOf, subnetOf, vpcOf } from '../testing/networks';
import type { LifeEvent } from './life-event';
import { Lifecycle } from './lifecycle';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The article's network with other functions. */
function withFunctions(...functions: LambdaFunction[]): Network {
  return { ...articleNetwork(), functions };
}

const [FIRST, SECOND, THIRD] = articleNetwork().functions as [LambdaFunction, LambdaFunction, LambdaFunction];

/** `ready subnet-1a sg-full`, `fn-01 Active`, with the minute of each. */
function told(events: readonly LifeEvent[]): string[] {
  return events.map((event) => {
    const minute = event.at / MINUTE;
    if (event.kind === 'eni') {
      return `${minute} ${event.what} ${event.eni.subnet} ${event.eni.securityGroups.join('+')}`;
    }
    const { state, reason, lastUpdate, lastUpdateReason } = event.state;
    const update = lastUpdate === 'Successful' ? [] : [lastUpdate, lastUpdateReason ?? []].flat();
    return [minute, event.holder.id, state, reason ?? [], ...update].flat().join(' ');
  });
}

/** The interfaces as `subnet groups status: holders`. */
function shown({ enis }: Lifecycle): string[] {
  return enis.map(
    ({ subnet, securityGroups, status, holders }) =>
      `${subnet} ${securityGroups.join('+')} ${status}: ${holders.map(({ id }) => id).join(' ')}`,
  );
}

describe('the experiment of the article', () => {
  it('begins with four interfaces that two groups of functions share, and 249 free addresses', () => {
    const life = new Lifecycle(articleNetwork(), 0);
    expect(shown(life)).toEqual([
      'subnet-1a sg-full in-use: fn-01',
      'subnet-1c sg-full in-use: fn-01',
      'subnet-1a sg-vpc in-use: fn-02 fn-03',
      'subnet-1c sg-vpc in-use: fn-02 fn-03',
    ]);
    expect(['subnet-1a', 'subnet-1c'].map((id) => life.freeAddresses(id))).toEqual([249, 249]);
    expect(life.nextAt()).toBe(14 * DAY);
  });

  it('keeps what the third function holds, and takes the rest away within 20 minutes', () => {
    const life = new Lifecycle(articleNetwork(), 0);
    expect(told(life.become(withFunctions(THIRD), 0))).toEqual([
      '0 let-go subnet-1a sg-full',
      '0 let-go subnet-1c sg-full',
    ]);
    expect(life.freeAddresses('subnet-1a')).toBe(249);
    expect(told(life.advance(16 * MINUTE))).toEqual([
      '15 detaching subnet-1a sg-full',
      '15 detaching subnet-1c sg-full',
      '16 detached subnet-1a sg-full',
      '16 detached subnet-1c sg-full',
    ]);
    expect(shown(life)).toEqual([
      'subnet-1a sg-full available: ',
      'subnet-1c sg-full available: ',
      'subnet-1a sg-vpc in-use: fn-03',
      'subnet-1c sg-vpc in-use: fn-03',
    ]);
    expect(life.freeAddresses('subnet-1a')).toBe(249);
    expect(told(life.advance(20 * MINUTE))).toEqual([
      '20 deleted subnet-1a sg-full',
      '20 deleted subnet-1c sg-full',
    ]);
    expect(['subnet-1a', 'subnet-1c'].map((id) => life.freeAddresses(id))).toEqual([250, 250]);
    expect(life.advance(DAY)).toEqual([]);
  });
});

describe('creation', () => {
  it('is Pending for 90 seconds, and then Active', () => {
    const life = new Lifecycle(withFunctions(SECOND), 0);
    expect(told(life.become(withFunctions(SECOND, FIRST), MINUTE))).toEqual([
      '1 fn-01 Pending Creating',
      '1 created subnet-1a sg-full',
      '1 created subnet-1c sg-full',
    ]);
    expect(life.invoke('fn-01', 2 * MINUTE)).toMatchObject({ state: 'Pending', reason: 'Creating' });
    expect(life.freeAddresses('subnet-1a')).toBe(249);
    expect(life.nextAt()).toBe(2.5 * MINUTE);
    expect(told(life.advance(3 * MINUTE))).toEqual([
      '2.5 ready subnet-1a sg-full',
      '2.5 ready subnet-1c sg-full',
      '2.5 fn-01 Active',
    ]);
    expect(life.invoke('fn-01', 3 * MINUTE)).toBeUndefined();
  });

  it('is over at once where the interfaces are there, and outside of a VPC', () => {
    const life = new Lifecycle(withFunctions(SECOND), 0);
    const outside = functionOf('outside');
    expect(told(life.become(withFunctions(SECOND, THIRD, outside), 0))).toEqual([
      '0 fn-03 Pending Creating',
      '0 outside Active',
      '0 fn-03 Active',
    ]);
  });

  it('waits for interfaces that another one is having made, and takes over if that one goes', () => {
    const life = new Lifecycle(withFunctions(), 0);
    life.become(withFunctions(SECOND), 0);
    life.become(withFunctions(SECOND, THIRD), MINUTE);
    expect(life.stateOf('fn-03')?.state).toBe('Pending');
    life.become(withFunctions(THIRD), MINUTE);
    expect(life.enis.map(({ madeFor, holders }) => [madeFor.id, holders.map(({ id }) => id)])).toEqual([
      ['fn-02', ['fn-03']],
      ['fn-02', ['fn-03']],
    ]);
    life.advance(2 * MINUTE);
    expect(life.stateOf('fn-03')?.state).toBe('Active');
  });

  it('leaves to its fate what nobody waits for any more', () => {
    const life = new Lifecycle(withFunctions(), 0);
    life.become(withFunctions(FIRST), 0);
    life.become(withFunctions(), MINUTE);
    expect(told(life.advance(60 * MINUTE)).map((line) => line.replace(/ subnet.*/, ''))).toEqual([
      '1.5 ready',
      '1.5 ready',
      '16 detaching',
      '16 detaching',
      '17 detached',
      '17 detached',
      '21 deleted',
      '21 deleted',
    ]);
  });
});

describe('an update', () => {
  const moved = { ...FIRST, vpcConfig: configOf(['subnet-1a'], ['sg-full', 'sg-vpc']) };

  it('has old and new side by side; the old one serves until the new one is ready', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    expect(told(life.become(withFunctions(moved), 0))).toEqual([
      '0 fn-01 Active InProgress',
      '0 created subnet-1a sg-full+sg-vpc',
    ]);
    expect(shown(life)).toEqual([
      'subnet-1a sg-full in-use: fn-01',
      'subnet-1c sg-full in-use: fn-01',
      'subnet-1a sg-full+sg-vpc pending: fn-01',
    ]);
    expect(life.servedConfig('fn-01')).toBe(FIRST.vpcConfig);
    expect(life.invoke('fn-01', MINUTE)).toBeUndefined();
    expect(told(life.advance(2 * MINUTE))).toEqual([
      '1.5 ready subnet-1a sg-full+sg-vpc',
      '1.5 fn-01 Active',
      '1.5 let-go subnet-1a sg-full',
      '1.5 let-go subnet-1c sg-full',
    ]);
    expect(life.servedConfig('fn-01')).toBe(moved.vpcConfig);
  });

  it('is over at once when it goes where interfaces are, or out of the VPC', () => {
    const life = new Lifecycle(withFunctions(FIRST, SECOND), 0);
    life.become(withFunctions({ ...FIRST, vpcConfig: SECOND.vpcConfig ?? configOf([], []) }, SECOND), 0);
    expect(life.stateOf('fn-01')).toEqual({ state: 'Active', lastUpdate: 'Successful' });
    life.become(withFunctions(functionOf('fn-01'), SECOND), MINUTE);
    expect(life.stateOf('fn-01')).toEqual({ state: 'Active', lastUpdate: 'Successful' });
    expect(life.servedConfig('fn-01')).toBeUndefined();
  });

  it('that is taken back lets the new interface go, and the old one is held again', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    life.become(withFunctions(moved), 0);
    life.become(withFunctions(FIRST), MINUTE);
    expect(life.stateOf('fn-01')).toEqual({ state: 'Active', lastUpdate: 'Successful' });
    expect(told(life.advance(21 * MINUTE))).toContain('21 deleted subnet-1a sg-full+sg-vpc');
  });

  it('holds again what was let go of, as long as it is not detached', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    life.become(withFunctions(), 0);
    expect(told(life.become(withFunctions(FIRST), 14 * MINUTE))).toEqual([
      '14 fn-01 Pending Creating',
      '14 held-again subnet-1a sg-full',
      '14 held-again subnet-1c sg-full',
      '14 fn-01 Active',
    ]);
    life.become(withFunctions(), 20 * MINUTE);
    life.become(withFunctions(FIRST), 35.5 * MINUTE);
    expect(shown(life)).toEqual([
      'subnet-1a sg-full detaching: ',
      'subnet-1c sg-full detaching: ',
      'subnet-1a sg-full pending: fn-01',
      'subnet-1c sg-full pending: fn-01',
    ]);
    expect(new Set(life.enis.map(({ id }) => id)).size).toBe(4);
  });
});

describe('what cannot be had', () => {
  /** A /28: 11 addresses, each function with a group of its own. */
  const small = (count: number): Network =>
    networkOf({
      vpcs: [vpcOf('vpc')],
      subnets: [subnetOf('small', '10.0.0.0/28')],
      functions: Array.from({ length: count }, (_, index) =>
        functionOf(`f${index}`, ['small'], [`sg-${index}`]),
      ),
    });

  it('fails a new function when the addresses are used up, until there are some', () => {
    const life = new Lifecycle(small(11), 0);
    expect(life.freeAddresses('small')).toBe(0);
    life.become(small(12), 0);
    expect(life.stateOf('f11')).toEqual({
      state: 'Failed',
      reason: 'SubnetOutOfIPAddresses',
      lastUpdate: 'Successful',
    });
    expect(life.invoke('f11', 0)?.state).toBe('Failed');
    life.become({ ...small(12), functions: small(12).functions.slice(1) }, 0);
    // The one that was let go of has its address until it is deleted.
    expect(life.stateOf('f11')?.state).toBe('Failed');
    life.advance(20 * MINUTE);
    life.become({ ...small(12), functions: small(12).functions.slice(1) }, 20 * MINUTE);
    expect(life.stateOf('f11')?.state).toBe('Pending');
  });

  it('begins with as many as fit', () => {
    const life = new Lifecycle(small(12), 0);
    expect(life.enis).toHaveLength(11);
    expect(life.stateOf('f11')?.reason).toBe('SubnetOutOfIPAddresses');
  });

  it('fails an update, and the function goes on as it was', () => {
    const life = new Lifecycle(small(11), 0);
    const [first, ...others] = small(11).functions as [LambdaFunction, ...LambdaFunction[]];
    const moved = { ...first, vpcConfig: configOf(['small'], ['sg-new']) };
    expect(told(life.become({ ...small(11), functions: [moved, ...others] }, 0))).toEqual([
      '0 f0 Active InProgress',
      '0 f0 Active Failed SubnetOutOfIPAddresses',
    ]);
    expect(life.servedConfig('f0')).toEqual(first.vpcConfig);
    expect(life.invoke('f0', 0)).toBeUndefined();
    expect(life.enis).toHaveLength(11);
  });

  it('fails a new function over the quota of its VPC, whatever subnets it is in', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0, { quota: 3 });
    life.become(withFunctions(FIRST, SECOND), 0);
    expect(life.stateOf('fn-02')?.reason).toBe('EniLimitExceeded');
    expect(life.enis).toHaveLength(2);
  });

  it('fails a new function whose role may not make interfaces', () => {
    const roles = [{ id: 'role', managesNetworkInterfaces: false, doesMoreThanLogs: false }];
    const life = new Lifecycle({ ...withFunctions(), roles }, 0);
    life.become({ ...withFunctions(FIRST), roles }, 0);
    expect(life.stateOf('fn-01')?.reason).toBe('InsufficientRolePermissions');
    life.become(withFunctions(FIRST), 0);
    expect(life.stateOf('fn-01')?.state).toBe('Pending');
  });
});

describe('a role that is needed for the deletion', () => {
  const outside = functionOf('fn-01', [], [], { role: 'other' });
  const denied = [{ id: 'role', managesNetworkInterfaces: false, doesMoreThanLogs: false }];

  it('that lost its permission leaves the interfaces behind, and somebody has to delete them', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    life.become({ ...withFunctions(outside), roles: denied }, 0);
    life.advance(30 * MINUTE);
    expect(life.enis.map(({ status }) => status)).toEqual(['in-use', 'in-use']);
    const [first] = life.enis;
    expect(life.deleteEni(first?.id ?? '', 30 * MINUTE)).toBe('in-use');
    expect(told(life.advance(DAY)).filter((line) => line.includes('left-behind'))).toEqual([
      '40 left-behind subnet-1a sg-full',
      '40 left-behind subnet-1c sg-full',
    ]);
    expect(life.enis.map(({ status }) => status)).toEqual(['available', 'available']);
    expect(life.freeAddresses('subnet-1a')).toBe(250);
    expect(life.deleteEni(first?.id ?? '', DAY)).toBe('deleted');
    expect(life.deleteEni(first?.id ?? '', DAY)).toBe('not-found');
    expect(life.freeAddresses('subnet-1a')).toBe(251);
  });

  it('that gets it back in time lets Lambda delete them', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    life.become({ ...withFunctions(outside), roles: denied }, 0);
    life.become(withFunctions(outside), 30 * MINUTE);
    life.advance(35 * MINUTE);
    expect(life.enis).toEqual([]);
  });

  it('that is deleted under a function that lives on is missing', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    life.become({ ...withFunctions(outside), roles: [] }, 0);
    life.advance(DAY);
    expect(life.enis.map(({ isLeftBehind }) => isLeftBehind)).toEqual([true, true]);
  });

  it('that goes with its function goes last; deleted later, it is missing', () => {
    const together = new Lifecycle(withFunctions(FIRST), 0);
    together.become({ ...withFunctions(), roles: [] }, 0);
    together.advance(DAY);
    expect(together.enis).toEqual([]);
    const later = new Lifecycle(withFunctions(FIRST), 0);
    later.become(withFunctions(), 0);
    later.become({ ...withFunctions(), roles: [] }, MINUTE);
    later.advance(DAY);
    expect(later.enis.map(({ status }) => status)).toEqual(['available', 'available']);
  });

  it('is trusted when it is outside of the template', () => {
    const life = new Lifecycle({ ...withFunctions(FIRST), roles: [] }, 0);
    life.become({ ...withFunctions(), roles: [] }, 0);
    life.advance(DAY);
    expect(life.enis).toEqual([]);
  });
});

describe('idleness', () => {
  it('takes the interfaces away after 14 days, and the next invocation fails and wakes the function', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    expect(life.invoke('fn-01', DAY)).toBeUndefined();
    expect(told(life.advance(15 * DAY + 1)).slice(0, 3)).toEqual([
      `${15 * 24 * 60} fn-01 Inactive Idle`,
      `${15 * 24 * 60} let-go subnet-1a sg-full`,
      `${15 * 24 * 60} let-go subnet-1c sg-full`,
    ]);
    life.advance(16 * DAY);
    expect(life.enis).toEqual([]);
    expect(life.invoke('fn-01', 16 * DAY)).toMatchObject({ state: 'Inactive', reason: 'Idle' });
    expect(life.invoke('fn-01', 16 * DAY + MINUTE)).toMatchObject({ state: 'Pending', reason: 'Restoring' });
    expect(life.invoke('fn-01', 16 * DAY + 2 * MINUTE)).toBeUndefined();
    expect(life.enis.map(({ id }) => id)).toEqual([
      expect.stringMatching(/#2$/),
      expect.stringMatching(/#2$/),
    ]);
  });

  it('is of each function: what another one uses stays', () => {
    const life = new Lifecycle(withFunctions(SECOND, THIRD), 0);
    life.invoke('fn-03', 13 * DAY);
    life.advance(15 * DAY);
    expect(life.stateOf('fn-02')?.state).toBe('Inactive');
    expect(shown(life)).toEqual(['subnet-1a sg-vpc in-use: fn-03', 'subnet-1c sg-vpc in-use: fn-03']);
    expect(life.invoke('fn-02', 15 * DAY)?.state).toBe('Inactive');
    expect(life.invoke('fn-02', 15 * DAY)).toBeUndefined();
  });

  it('goes back to Inactive when it cannot be woken, for five minutes', () => {
    const life = new Lifecycle(withFunctions(FIRST), 0);
    const unable = [{ id: 'role', managesNetworkInterfaces: false, doesMoreThanLogs: false }];
    life.advance(15 * DAY);
    life.become({ ...withFunctions(FIRST), roles: unable }, 15 * DAY);
    life.invoke('fn-01', 15 * DAY);
    expect(life.stateOf('fn-01')).toMatchObject({ state: 'Inactive', reason: 'InsufficientRolePermissions' });
    life.become(withFunctions(FIRST), 15 * DAY);
    life.invoke('fn-01', 15 * DAY + 4 * MINUTE);
    expect(life.stateOf('fn-01')?.state).toBe('Inactive');
    life.invoke('fn-01', 15 * DAY + 5 * MINUTE);
    expect(life.stateOf('fn-01')?.state).toBe('Pending');
  });

  it('does not come over mappings, nor where nothing is to be reclaimed', () => {
    const life = new Lifecycle(
      {
        ...withFunctions(functionOf('outside')),
        eventSourceMappings: [
          { id: 'mapping', function: 'outside', vpcConfig: configOf(['subnet-1a'], ['sg']) },
        ],
      },
      0,
    );
    expect(life.nextAt()).toBeUndefined();
    expect(life.enis).toHaveLength(1);
    const never = new Lifecycle(articleNetwork(), 0, { durations: { idle: Infinity } });
    expect(never.nextAt()).toBeUndefined();
  });
});

it('lets a published version hold what its function has left', () => {
  const version = {
    id: 'v1',
    function: 'fn-01',
    isRetained: false,
    vpcConfig: configOf(['subnet-1a'], ['sg-full']),
  };
  const network = { ...withFunctions(FIRST), publishedVersions: [version] };
  const life = new Lifecycle(network, 0);
  life.become({ ...withFunctions(functionOf('fn-01')), publishedVersions: [version] }, 0);
  life.advance(DAY);
  expect(shown(life)).toEqual(['subnet-1a sg-full in-use: v1']);
  expect(life.enis[0]?.madeFor.function).toBe('test-lambda-01');
});

it('counts no interface of which the key is not known', () => {
  const unknown = { unknown: 'a parameter', path: 'T.F' };
  const life = new Lifecycle(
    withFunctions(functionOf('one', ['subnet-1a'], [], { vpcConfig: configOf(['subnet-1a'], unknown) })),
    0,
  );
  expect(life.enis).toEqual([]);
  expect(life.stateOf('one')?.state).toBe('Active');
});
