import type { Destination, Network } from '../network';
import { functionOf, groupOf } from '../testing/networks';
import {
  INTERNET,
  UNKNOWN,
  HTTPS,
  rule,
  withNat,
  routes,
  egress,
  acl,
  ask,
  blockers,
} from '../testing/reaching';

describe('rule 5: what groups let out', () => {
  it.each<[string, Network, Destination, string]>([
    ['no SecurityGroupEgress allows everything', withNat(), INTERNET, 'yes'],
    [
      'the dummy rule of CDK allows nothing',
      withNat(egress(rule('255.255.255.255/32', { from: 252, to: 86 }))),
      INTERNET,
      'no',
    ],
    ['no rule allows nothing', withNat(egress()), INTERNET, 'no'],
    [
      'any of several groups suffices',
      withNat({
        securityGroups: [groupOf('sg', []), groupOf('more', [rule('0.0.0.0/0')])],
        functions: [functionOf('fn', ['private'], ['sg', 'more'])],
      }),
      INTERNET,
      'yes',
    ],
    ['another port', withNat(egress(rule('0.0.0.0/0', { from: 80, to: 80 }))), INTERNET, 'no'],
    ['another protocol', withNat(egress({ ...rule('0.0.0.0/0'), protocol: '17' })), INTERNET, 'no'],
    ['the protocol’s number', withNat(egress({ ...rule('0.0.0.0/0'), protocol: '6' })), INTERNET, 'yes'],
    ['a part of the internet', withNat(egress(rule('1.0.0.0/8'))), INTERNET, 'partial'],
    ['a group outside the template', withNat({ securityGroups: [] }), INTERNET, 'partial'],
    [
      'a rule whose peer is not known',
      withNat(egress({ protocol: 'tcp', ports: HTTPS, peer: UNKNOWN })),
      INTERNET,
      'partial',
    ],
    ['that is not known, and no route', withNat({ securityGroups: [], ...routes([]) }), INTERNET, 'no'],
    [
      'rules in separate resources beside none of its own',
      withNat({ securityGroups: [{ ...groupOf('sg', [rule('10.0.0.0/16')]), hasDefaultEgress: UNKNOWN }] }),
      INTERNET,
      'partial',
    ],
    [
      'a prefix list of the template',
      withNat({
        ...egress({ protocol: '-1', peer: { kind: 'prefix-list', id: 'pl' } }),
        prefixLists: [{ id: 'pl', entries: ['9.9.9.0/24'] }],
      }),
      { kind: 'host', host: '9.9.9.9', port: 853 },
      'yes',
    ],
    [
      'a prefix list that is not',
      withNat(egress({ protocol: '-1', peer: { kind: 'prefix-list', id: 'pl' } })),
      { kind: 'host', host: '9.9.9.9', port: 853 },
      'partial',
    ],
  ])('%s', (_what, network, destination, verdict) => {
    expect(ask(network, destination).verdict).toBe(verdict);
  });

  it('does not look at what the function’s group lets in', () => {
    const open = withNat({ securityGroups: [groupOf('sg', 'all', { ingress: [] })] });
    expect(ask(open).verdict).toBe('yes');
  });
});

describe('rule 6: network ACLs', () => {
  const own = (parts: Partial<Network>): Network => withNat(parts, { networkAcl: 'acl' });
  it.each<[string, Network, string[]]>([
    [
      'both directions',
      own(acl([true, 'allow', '0.0.0.0/0', 443, 443], [false, 'allow', '0.0.0.0/0', 1024, 65535])),
      [],
    ],
    ['no replies', own(acl([true, 'allow', '0.0.0.0/0', 443, 443])), ['ACL_INBOUND']],
    ['no requests', own(acl([false, 'allow', '0.0.0.0/0', 1024, 65535])), ['ACL_OUTBOUND']],
    ['nothing', own(acl()), ['ACL_OUTBOUND', 'ACL_INBOUND']],
    [
      'a denial before',
      own(
        acl(
          [true, 'deny', '0.0.0.0/0', 443, 443],
          [true, 'allow', '0.0.0.0/0', 0, 65535],
          [false, 'allow', '0.0.0.0/0', 1024, 65535],
        ),
      ),
      ['ACL_OUTBOUND'],
    ],
    [
      'a denial behind',
      own(
        acl(
          [true, 'allow', '0.0.0.0/0', 0, 65535],
          [true, 'deny', '0.0.0.0/0', 443, 443],
          [false, 'allow', '0.0.0.0/0', 1024, 65535],
        ),
      ),
      [],
    ],
    [
      'some replies',
      own(acl([true, 'allow', '0.0.0.0/0', 443, 443], [false, 'allow', '0.0.0.0/0', 32768, 65535])),
      ['NETWORK_ACL'],
    ],
    ['one that is not in the template', own({}), ['NETWORK_ACL', 'NETWORK_ACL']],
  ])('of the function’s subnet: %s', (_what, network, ids) => {
    expect(ask(network).blockedBy.map(({ id }) => id)).toEqual([...new Set(ids)]);
  });

  it('counts the ACL of the NAT gateway’s subnet, too', () => {
    const [inner, outer] = withNat().subnets;
    const network = withNat({
      ...acl(
        [false, 'allow', '0.0.0.0/0', 443, 443],
        [true, 'allow', '0.0.0.0/0', 443, 443],
        [true, 'allow', '10.0.0.0/16', 1024, 65535],
      ),
      subnets: inner && outer ? [inner, { ...outer, networkAcl: 'acl' }] : [],
    });
    expect(ask(network)).toMatchObject({
      verdict: 'no',
      because: 'network ACL acl lets TCP 1024-65535 from 0.0.0.0/0 not into public',
      remedy:
        'allow inbound TCP 1024-65535 from 0.0.0.0/0 in network ACL acl, before the entry that denies it',
    });
  });

  it('does not apply inside one subnet', () => {
    const network = own(acl());
    expect(ask(network, { kind: 'cidr', cidr: '10.0.1.0/24' }).verdict).toBe('yes');
    expect(ask(network, { kind: 'cidr', cidr: '10.0.0.0/24' }).verdict).toBe('no');
  });

  it('adds what a template adds to the default ACL to AWS’s rules', () => {
    const [added] = acl([true, 'deny', '0.0.0.0/0', 443, 443]).networkAcls ?? [];
    const network = withNat({ networkAcls: added ? [{ ...added, isDefault: true }] : [] });
    expect(blockers(network)).toEqual([['ACL_OUTBOUND', 'SUBNET_ACL_RESTRICTION']]);
    expect(ask(network, { kind: 'host', host: '1.1.1.1', port: 80 }).verdict).toBe('yes');
  });
});
