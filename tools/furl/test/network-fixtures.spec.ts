import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readNetwork } from '@furl/cloud-assembly';
import { type Change, type EniPlan, findings, type Network, type Plan, type Reach } from '@furl/hyperplane';
import { holderText, namesOf } from '../src/print/names';
import { type Expectation, expectationOf, type Question } from './expectation';
import { runFurl } from './run-furl';

/* Every template and every CDK app in fixtures/network, held against what was reasoned by hand. */

const FIXTURES = join(__dirname, '../fixtures/network');
const list = (folder: string): string[] =>
  readdirSync(join(FIXTURES, folder), { withFileTypes: true })
    .filter((entry) => (folder === 'cdk' ? entry.isDirectory() : entry.name.endsWith('.yaml')))
    .map(({ name }) => name.replace(/\.yaml$/, ''));
const fixtures = [...list('templates'), ...list('cdk').map((name) => `cdk/${name}`)];

const sourceOf = (fixture: string): string =>
  fixture.startsWith('cdk/') ? fixture : join('templates', `${fixture}.yaml`);

function networkOf(fixture: string): Network {
  const source = join(FIXTURES, sourceOf(fixture));
  const isApp = fixture.startsWith('cdk/');
  const folder = isApp ? source : dirname(source);
  const files = { readText: (path: string) => readFileSync(join(folder, path), 'utf8') };
  return readNetwork(isApp ? { files } : { files, template: basename(source) });
}

async function furl(...argv: string[]): Promise<unknown> {
  const { stdout, stderr } = await runFurl([...argv, '--json'], FIXTURES);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** `SubnetA + SubnetB | Group | Fn`, as expectations write it. */
function enisAsText(enis: readonly EniPlan[], name: (id: string) => string): string[] {
  const same = new Map<string, EniPlan[]>();
  for (const eni of enis) {
    const key = JSON.stringify([eni.securityGroups, eni.holders.map(({ id }) => id)]);
    same.set(key, [...(same.get(key) ?? []), eni]);
  }
  const joined = (names: readonly string[]): string => [...names].sort().join(' + ');
  return [...same.values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const subnets = [first, ...others].map(({ subnet }) => name(subnet));
      return `${joined(subnets)} | ${joined(first.securityGroups.map(name))} | ${joined(first.holders.map(holderText))}`;
    })
    .sort();
}

/** The same with sorted names. */
function sorted(enis: Expectation['enis']): string[] {
  return enis
    .map((line) =>
      line
        .split(' | ')
        .map((part) => part.split(' + ').sort().join(' + '))
        .join(' | '),
    )
    .sort();
}

function expectReach(
  reach: Reach,
  { verdict, blockedBy, change, unknown }: Question,
  name: (id: string) => string,
): void {
  expect(reach.verdict).toBe(verdict);
  if (blockedBy !== undefined) {
    const facts = reach.blockedBy.map(({ id, subjects }) => [id, subjects.map(name).sort()]);
    expect(Object.fromEntries(facts)).toEqual(blockedBy);
  }
  if (change !== undefined) {
    const amendments = reach.amendments.map((amendment) => {
      switch (amendment.kind) {
        case 'add-route':
        case 'replace-route':
        case 'associate-route-table':
          return `${amendment.kind} ${name(amendment.routeTable)}`;
        case 'add-egress-rule':
        case 'add-ingress-rule':
          return `${amendment.kind} ${name(amendment.securityGroup)}`;
        case 'add-network-acl-entry':
          return `${amendment.kind} ${name(amendment.networkAcl)}`;
        case 'add-interface-endpoint':
        case 'add-gateway-endpoint':
          return `${amendment.kind} ${amendment.service}`;
        case 'enable-private-dns':
          return `${amendment.kind} ${name(amendment.endpoint)}`;
        case 'enable-vpc-dns':
          return `${amendment.kind} ${name(amendment.vpc)}`;
        case 'allow-ipv6':
          return `${amendment.kind} ${name(amendment.function)}`;
        case 'add-ipv6':
          return `${amendment.kind} ${name(amendment.subnet)}`;
      }
    });
    expect(amendments.sort()).toEqual([...change].sort());
  }
  if (unknown !== undefined) expect(reach.because).toContain(unknown);
  // An answer that is no yes always says why.
  if (verdict !== 'yes') expect(reach.because).not.toBe('');
}

/** Names of everything that a fact may be about, also of what AWS makes with a VPC. */
function allNames(network: Network): (id: string) => string {
  const { vpcs, routeTables, networkAcls, natGateways, endpoints } = network;
  const names = new Map(
    [...vpcs, ...routeTables, ...networkAcls, ...natGateways, ...endpoints].map((each) => [
      each.id,
      each.name ?? each.id,
    ]),
  );
  const others = namesOf(network);
  return (id) => {
    const [, thing, vpc = ''] = /^(.+ of )(.+)$/.exec(id) ?? [];
    if (thing !== undefined && names.has(vpc)) return `${thing}${names.get(vpc)}`;
    return names.get(id) ?? others(id);
  };
}

it.each(fixtures)('%s', async (fixture) => {
  const expected = expectationOf(fixture);
  const network = networkOf(fixture);
  const name = allNames(network);
  const plan = (await furl('plan', sourceOf(fixture))) as Plan;

  expect(enisAsText(plan.enis, name)).toEqual(sorted(expected.enis));
  if (expected.free !== undefined) {
    expect(Object.fromEntries(plan.subnets.map((subnet) => [subnet.name, subnet.free]))).toEqual(
      expected.free,
    );
  }
  const notCounted = plan.subnets.filter((subnet) => subnet.notCounted.length > 0);
  expect(
    Object.fromEntries(
      notCounted.map((subnet) => [
        subnet.name,
        subnet.notCounted.map((text) => text.replace(/ \(.*/, '')).sort(),
      ]),
    ),
  ).toEqual(expected.notCounted ?? {});
  expect(plan.warnings.map(({ id }) => id)).toEqual(expected.warnings ?? []);
  expect(plan.partial.length > 0).toBe(expected.isPartial ?? false);
  expect(
    findings(network)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...(expected.warnings ?? []), ...(expected.rules ?? [])].sort());

  for (const question of expected.reach ?? []) {
    const [reach] = (await furl(
      'reach',
      question.from,
      question.to,
      '--source',
      sourceOf(fixture),
    )) as Reach[];
    if (reach === undefined) throw new Error('there is no answer');
    expectReach(reach, question, name);
  }

  const { against } = expected;
  if (against === undefined) return;
  const names = namesOf(networkOf(against.template), network);
  const change = (await furl('plan', sourceOf(fixture), '--against', sourceOf(against.template))) as Change;
  expect(
    Object.fromEntries(
      change.peak.subnets
        .filter(({ id }) => !id.endsWith(' (before)'))
        .map((subnet) => [subnet.name, subnet.free]),
    ),
  ).toEqual(against.peak);
  expect(enisAsText(change.added, names)).toEqual(sorted(against.added));
  expect(enisAsText(change.removed, names)).toEqual(sorted(against.removed));
  expect(change.warnings.map(({ id }) => id)).toEqual(against.warnings);
});

it('has an expectation for every fixture, and no other', () => {
  const expected = (folder: string): string[] =>
    readdirSync(join(__dirname, 'expected', folder))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => join(folder, file.replace(/\.yaml$/, '')));
  expect([...expected(''), ...expected('cdk')].sort()).toEqual([...fixtures].sort());
});
