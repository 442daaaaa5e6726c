import type { Destination, Network, SecurityGroupRule } from '../network';
import { configOf, functionOf, groupOf, subnetOf } from '../testing/networks';
import { INTERNET, URL, UNKNOWN, article, to, rule, withNat, routes, egress, ask } from '../testing/reaching';

describe('rules 2 and 3: routes to the internet by IPv4', () => {
  it.each<[string, Network, string, string[]]>([
    ['through a NAT gateway in a public subnet', withNat(), 'yes', []],
    [
      'through the main table, when the subnet has no other',
      withNat({
        routeTables: [
          { id: 'main', vpc: 'vpc', isMain: true, routes: [to('0.0.0.0/0', 'nat-gateway', 'nat')] },
          { id: 'out', vpc: 'vpc', isMain: false, routes: [to('0.0.0.0/0', 'internet-gateway')] },
        ],
        subnets: [
          subnetOf('private', '10.0.1.0/24'),
          subnetOf('public', '10.0.0.0/24', { routeTable: 'out' }),
        ],
      }),
      'yes',
      [],
    ],
    [
      'with AWS’s own main table',
      withNat({
        subnets: [
          subnetOf('private', '10.0.1.0/24'),
          subnetOf('public', '10.0.0.0/24', { routeTable: 'out' }),
        ],
      }),
      'no',
      ['NO_ROUTE'],
    ],
    [
      'straight to an internet gateway',
      withNat(routes([to('0.0.0.0/0', 'internet-gateway')])),
      'no',
      ['INTERNET_GATEWAY'],
    ],
    [
      'a NAT gateway in a subnet without a way out',
      withNat(routes([to('0.0.0.0/0', 'nat-gateway', 'nat')], [])),
      'no',
      ['NAT_WITHOUT_INTERNET'],
    ],
    [
      'a private NAT gateway',
      withNat({
        natGateways: [
          { id: 'nat', vpc: 'vpc', connectivity: 'private', availability: 'zonal', subnet: 'public' },
        ],
      }),
      'no',
      ['NAT_WITHOUT_INTERNET'],
    ],
    [
      'a regional NAT gateway, which needs no subnet',
      withNat({
        ...routes([to('0.0.0.0/0', 'nat-gateway', 'nat')], []),
        natGateways: [{ id: 'nat', vpc: 'vpc', connectivity: 'public', availability: 'regional' }],
      }),
      'yes',
      [],
    ],
    [
      'in two halves',
      withNat(routes([to('0.0.0.0/1', 'nat-gateway', 'nat'), to('128.0.0.0/1', 'nat-gateway', 'nat')])),
      'yes',
      [],
    ],
    ['one half only', withNat(routes([to('0.0.0.0/1', 'nat-gateway', 'nat')])), 'partial', ['NO_ROUTE']],
    [
      'the longer prefix wins',
      withNat(routes([to('0.0.0.0/0', 'nat-gateway', 'nat'), to('8.0.0.0/8', 'internet-gateway')])),
      'partial',
      ['INTERNET_GATEWAY'],
    ],
    [
      'a transit gateway leaves the template',
      withNat(routes([to('0.0.0.0/0', 'transit-gateway', 'tgw-1')])),
      'partial',
      ['LEAVES_TEMPLATE'],
    ],
    ['a route table that is not in the template', withNat({ routeTables: [] }), 'partial', ['ROUTE']],
    [
      'a route that cannot be placed',
      withNat({ unplaced: [{ ...UNKNOWN, kind: 'route' }] }),
      'partial',
      ['ROUTE'],
    ],
    ['a NAT gateway that is not in the template', withNat({ natGateways: [] }), 'partial', ['ROUTE']],
  ])('%s', (_what, network, verdict, ids) => {
    expect(ask(network).verdict).toBe(verdict);
    expect(ask(network).blockedBy.map(({ id }) => id)).toEqual(ids);
  });

  it('leads the wrong route to the NAT gateway that is there', () => {
    const { routeTables } = withNat(routes([to('0.0.0.0/0', 'internet-gateway')]));
    expect(ask(withNat({ routeTables })).remedy).toBe(
      'lead the route 0.0.0.0/0 to NAT gateway nat in route table rtb',
    );
  });

  it('is partial when one subnet has a way and the other has none, and names the one', () => {
    const network = withNat({
      subnets: [...withNat().subnets, subnetOf('other', '10.0.2.0/24')],
      functions: [functionOf('fn', ['private', 'other'], ['sg'])],
    });
    const { verdict, subnets, blockedBy } = ask(network);
    expect([verdict, ...subnets.map((each) => each.verdict)]).toEqual(['partial', 'yes', 'no']);
    expect(blockedBy[0]?.message).toBe('no route 0.0.0.0/0 in the route table of other');
  });
});

describe('rule 4: IPv6', () => {
  const six = (allowed: boolean, hasIpv6: boolean, ...all: SecurityGroupRule[]): Network =>
    withNat(
      {
        ...routes([to('::/0', 'egress-only-internet-gateway')]),
        functions: [functionOf('fn', [], [], { vpcConfig: configOf(['private'], ['sg'], allowed) })],
        ...(all.length > 0 && egress(...all)),
      },
      { hasIpv6 },
    );
  it.each<[string, Network, Destination, string]>([
    ['a function URL answers to IPv6', six(true, true), URL, 'yes'],
    ['of the internet only a part does', six(true, true), INTERNET, 'partial'],
    ['not without Ipv6AllowedForDualStack', six(false, true), URL, 'no'],
    ['not from a subnet without IPv6', six(true, false), URL, 'no'],
    ['not with a rule for IPv4 only', six(true, true, rule('0.0.0.0/0')), URL, 'no'],
    ['with a rule for ::/0', six(true, true, rule('::/0')), URL, 'yes'],
    ['an IPv6 address', six(true, true), { kind: 'host', host: '2606:4700::1111', port: 443 }, 'yes'],
    ['an IPv4 address', six(true, true), { kind: 'host', host: '1.1.1.1', port: 443 }, 'no'],
  ])('%s', (_what, network, destination, verdict) => {
    expect(ask(network, destination).verdict).toBe(verdict);
  });

  it('prefers a switch to a gateway that has to be made', () => {
    expect(ask({ ...six(false, true), natGateways: [] }, URL).remedy).toBe(
      'set Ipv6AllowedForDualStack on fn',
    );
  });
});

describe('private destinations', () => {
  const database = (ingress: SecurityGroupRule[]): Network => ({
    ...article,
    securityGroups: [...article.securityGroups, groupOf('sg-db', 'all', { ingress })],
    resources: [
      {
        id: 'db',
        type: 'AWS::RDS::DBInstance',
        subnets: ['subnet-1a', 'subnet-1c'],
        securityGroups: ['sg-db'],
        port: 5432,
        hosts: ['db.internal'],
      },
    ],
  });
  const db: Destination = { kind: 'resource', resource: 'db' };
  const fromGroup: SecurityGroupRule = {
    protocol: 'tcp',
    ports: { from: 5432, to: 5432 },
    peer: { kind: 'security-group', id: 'sg-vpc' },
  };

  it('a database lets in by its own group', () => {
    expect(ask(database([fromGroup]), db, 'test-lambda-02').verdict).toBe('yes');
    expect(
      ask(database([fromGroup]), { kind: 'host', host: 'DB.internal', port: 5432 }, 'test-lambda-02').verdict,
    ).toBe('yes');
    expect(ask(database([fromGroup]), db, 'test-lambda-01')).toMatchObject({
      verdict: 'no',
      because: 'no rule of sg-db lets in TCP 5432 from outbound-full-sg',
      remedy: 'let TCP 5432 from outbound-full-sg into sg-db',
    });
    expect(ask(database([rule('10.0.1.0/24', { from: 5432, to: 5432 })]), db, 'test-lambda-02').verdict).toBe(
      'partial',
    );
  });

  it('the VPC’s own addresses are reached without a route of the template', () => {
    const answer = ask(article, { kind: 'cidr', cidr: '10.0.0.0/16' }, 'test-lambda-02');
    expect(answer).toMatchObject({ verdict: 'yes', because: 'by the VPC’s local route' });
    expect(answer.notes).toHaveLength(1);
  });

  it('other private addresses are not, and a NAT gateway does not lead there', () => {
    const elsewhere: Destination = { kind: 'cidr', cidr: '10.9.0.0/16', port: 443 };
    expect(ask(withNat(routes([])), elsewhere)).toMatchObject({
      verdict: 'no',
      because: 'no route to 10.9.0.0/16 in the route table of private',
      remedy:
        'add a route to where it is: a transit gateway, a VPC peering connection or a virtual private gateway',
    });
    expect(ask(withNat(), elsewhere).verdict).toBe('no');
    expect(ask(withNat(routes([to('10.9.0.0/16', 'transit-gateway', 'tgw')])), elsewhere).verdict).toBe(
      'partial',
    );
  });

  it('routes that a virtual private gateway adds are not in the template', () => {
    const [table, out] = withNat().routeTables;
    const propagating = withNat({ routeTables: table && out ? [{ ...table, propagates: true }, out] : [] });
    expect(ask(propagating, { kind: 'host', host: '192.168.7.7', port: 22 }).verdict).toBe('partial');
    expect(ask(propagating).verdict).toBe('yes');
  });
});
