import type { Network } from '../network';
import {
  articleNetwork,
  configOf,
  functionOf,
  groupOf,
  networkOf,
  subnetOf,
  vpcOf,
} from '../testing/networks';
import { change } from './change';

const article = articleNetwork();
const without = (...ids: string[]): Network => ({
  ...article,
  functions: article.functions.filter(({ id }) => !ids.includes(id)),
});
const ids = (before: Network, after: Network, quota = 500) =>
  change(before, after, { quota }).warnings.map(({ id }) => id);
const edited = (edit: (each: Network['functions'][number]) => Network['functions'][number]): Network => ({
  ...article,
  functions: article.functions.map(edit),
});

it('gives the article’s second result: without 01 and 02 two interfaces, 250 free, and a peak of four', () => {
  const { before, after, peak, added, removed, warnings } = change(article, without('fn-01', 'fn-02'));

  expect([before.totals.enis, after.totals.enis, peak.totals.enis]).toEqual([4, 2, 4]);
  expect(after.subnets.map(({ free }) => free)).toEqual([250, 250]);
  expect(after.enis.flatMap(({ functions }) => functions)).toEqual(['test-lambda-03', 'test-lambda-03']);
  expect(added).toEqual([]);
  expect(removed.map(({ subnet, securityGroups }) => [subnet, ...securityGroups])).toEqual([
    ['subnet-1a', 'sg-full'],
    ['subnet-1c', 'sg-full'],
  ]);
  expect(warnings).toEqual([]);
});

it('has old and new interfaces side by side at the peak, and says when they do not fit', () => {
  const moved = edited((each) => ({ ...each, vpcConfig: configOf(['subnet-1a', 'subnet-1c'], ['sg-new']) }));

  const { after, peak, added } = change(article, moved);
  expect([after.totals.enis, peak.totals.enis, added.length]).toEqual([2, 6, 2]);
  expect(peak.subnets.map(({ free }) => free)).toEqual([248, 248]);
  expect(ids(article, moved, 5)).toEqual(['PEAK_EXCEEDS_QUOTA']);

  const small = (groups: string[]) =>
    networkOf({
      vpcs: [vpcOf('vpc')],
      subnets: [subnetOf('s', '10.0.0.0/28')],
      functions: groups.map((group) => functionOf(`f ${group}`, ['s'], [group])),
    });
  const six = (letter: string) => Array.from({ length: 6 }, (_, index) => `${letter}${index}`);
  expect(ids(small(six('a')), small(six('b')))).toEqual(['PEAK_USES_UP_SUBNET']);
});

it('goes on counting what a retained version holds', () => {
  const before: Network = {
    ...article,
    publishedVersions: [
      { id: 'v1', function: 'fn-01', isRetained: true, vpcConfig: configOf(['subnet-1a'], ['sg-full']) },
      { id: 'v2', function: 'fn-01', isRetained: false, vpcConfig: configOf(['subnet-1c'], ['sg-full']) },
    ],
  };
  const after = { ...without('fn-01'), securityGroups: article.securityGroups.slice(1) };

  const { after: plan, removed, warnings } = change(before, after);
  expect(plan.totals.enis).toBe(3);
  expect(removed.map(({ subnet }) => subnet)).toEqual(['subnet-1c']);
  expect(warnings.map(({ id }) => id)).toEqual(['GROUP_REMOVED_WHILE_HELD']);
});

describe('warns', () => {
  const role = (more: object) => ({ ...article, roles: article.roles.map((each) => ({ ...each, ...more })) });
  const outside = edited((each) => functionOf(each.id));

  it('of a VpcConfig and its policy removed together, and not of one after the other', () => {
    const weak = role({ managesNetworkInterfaces: false }).roles;
    expect(ids(article, { ...outside, roles: weak })).toEqual(
      Array(3).fill('VPC_CONFIG_AND_POLICY_REMOVED_TOGETHER'),
    );
    expect(ids(article, outside)).toEqual([]);
    expect(ids(outside, { ...outside, roles: weak })).toEqual([]);
  });

  it('of a role that is replaced, be it under the same id', () => {
    const [old] = article.roles;
    expect(
      ids({ ...article, roles: old ? [{ ...old, replacedBy: 'a' }] : [] }, role({ replacedBy: 'b' })),
    ).toEqual(Array(3).fill('ROLE_REPLACED'));
    const other = {
      ...edited((each) => ({ ...each, role: 'new' })),
      roles: [{ ...article.roles[0], id: 'new', managesNetworkInterfaces: true, doesMoreThanLogs: false }],
    };
    expect(ids(article, other)).toEqual(Array(3).fill('ROLE_REPLACED'));
    expect(ids(article, { ...other, roles: [...other.roles, ...article.roles] })).toEqual([]);
  });

  it('of a group that is replaced while functions use it', () => {
    const stamped = (text: string): Network => ({
      ...article,
      securityGroups: article.securityGroups.map((group) => ({ ...group, replacedBy: text })),
    });
    const { warnings, peak } = change(stamped('one description'), stamped('another'));
    expect(warnings.map(({ id }) => id)).toEqual(['GROUP_REPLACED', 'GROUP_REPLACED']);
    expect(warnings[1]?.message).toMatch(
      /^security group outbound-vpc-sg is deleted while test-lambda-02 and test-lambda-03 move /,
    );
    expect(peak.totals.enis).toBe(8);
    expect(ids(stamped('same'), stamped('same'))).toEqual([]);
  });

  it('of a subnet that is removed while somebody holds interfaces in it', () => {
    const after = { ...article, subnets: article.subnets.slice(1) };
    expect(ids(article, after)).toEqual(['SUBNET_REMOVED_WHILE_HELD']);
  });

  it('of nothing when nothing changes', () => {
    const network = { ...article, securityGroups: [...article.securityGroups, groupOf('more', [])] };
    const { added, removed, warnings, peak, before } = change(network, network);
    expect({ added, removed, warnings }).toEqual({ added: [], removed: [], warnings: [] });
    expect(peak.enis).toEqual(before.enis);
  });
});
