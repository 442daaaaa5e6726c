import type { EniPlan, Finding, Layout, Network, Plan, SubnetPlan } from '@furl/hyperplane';
import { holderText, type Names, namesOf } from './names';
import { type Column, counted, fewOf, type Page, paragraph, plain, tableLines, widthOf } from './page';

/** More of anything than this is counted; `--json` has it all. */
const MOST_ROWS = 100;
const MOST_NAMES = 12;

/** A plan for people: subnets, interfaces, totals, warnings, and what is not known. */
export function planLines(page: Page, network: Network, plan: Plan): string[] {
  return [
    ...subnetLines(page, plan),
    ...eniLines(page, plan.enis, namesOf(network)),
    ...totalLines(page, plan),
    ...findingLines(page, plan.warnings),
    ...partialLines(page, plan.partial),
  ];
}

function subnetLines(page: Page, layout: Layout): string[] {
  const { subnets } = layout;
  if (subnets.length === 0) return ['No subnets.', ''];
  const full = subnetTable(page, layout, false);
  const isTooWide = full.some((line) => widthOf(line) > (page.width ?? Infinity));
  return [
    ...(isTooWide ? subnetTable(page, layout, true) : full),
    ...moreLine(subnets.length, 'subnet'),
    ...notCountedLines(page, subnets),
    '',
  ];
}

/** @param isNarrow zones without their Region, and shorter heads */
function subnetTable(page: Page, { subnets, vpcs }: Layout, isNarrow: boolean): string[] {
  const names = new Map(vpcs.map(({ id, name }) => [id, name]));
  const zone = (text: string): string =>
    isNarrow ? text.replace(/^[a-z]+(-[a-z]+)+-(?=\d+[a-z]$)/, '') : text;
  const shown: [Column, (subnet: SubnetPlan) => string][] = [
    [{ head: 'subnet', breaks: true }, ({ name }) => plain(name)],
    [{ head: 'CIDR' }, ({ cidrBlock }) => plain(cidrBlock ?? '?')],
    [{ head: 'zone' }, ({ availabilityZone }) => plain(zone(availabilityZone ?? '?'))],
    [{ head: 'total', align: 'right' }, ({ total }) => numberText(total)],
    [{ head: 'ENIs', align: 'right' }, ({ enis }) => numberText(enis)],
    [{ head: isNarrow ? 'endp.' : 'endpoints', align: 'right' }, ({ endpoints }) => numberText(endpoints)],
    [{ head: 'free', align: 'right' }, (subnet) => freeText(page, subnet, subnet.notCounted.length > 0)],
  ];
  if (names.size > 1) {
    shown.splice(1, 0, [{ head: 'VPC', breaks: true }, ({ vpc }) => plain(names.get(vpc) ?? '?')]);
  }
  if (subnets.some(({ natGateways }) => natGateways > 0)) {
    shown.splice(-1, 0, [{ head: 'NAT', align: 'right' }, ({ natGateways }) => numberText(natGateways)]);
  }
  return tableLines(
    page,
    shown.map(([column]) => column),
    subnets.slice(0, MOST_ROWS).map((subnet) => shown.map(([, cell]) => cell(subnet))),
  );
}

/** A line for all interfaces of the same groups and holders. */
export function eniLines(page: Page, enis: readonly EniPlan[], names: Names, mark = ''): string[] {
  if (enis.length === 0) return [];
  const groups = new Map<string, EniPlan[]>();
  for (const eni of enis) {
    const key = JSON.stringify([eni.securityGroups, eni.holders.map(({ kind, id }) => [kind, id])]);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [eni]);
    else same.push(eni);
  }
  const rows = [...groups.values()].slice(0, MOST_ROWS).map((same) => {
    const { securityGroups, holders } = same[0] ?? { securityGroups: [], holders: [] };
    return [
      `${mark}${same.length}`,
      fewOf(
        same.map(({ subnet }) => names(subnet)),
        MOST_NAMES,
      ),
      securityGroups.length === 0 ? 'none' : securityGroups.map(names).join(', '),
      fewOf(holders.map(holderText), MOST_NAMES),
    ];
  });
  const columns: Column[] = [
    { head: 'ENIs', align: 'right' },
    { head: 'in', breaks: true },
    { head: 'security groups', breaks: true },
    { head: 'shared by', breaks: true },
  ];
  return [...tableLines(page, columns, rows), ...moreLine(groups.size, 'line'), ''];
}

function totalLines(page: Page, { vpcs, totals }: Layout): string[] {
  const { bold, red } = page.colours;
  const lines = vpcs.map(({ name, enis, quota }) => {
    const text = `${counted(enis, 'ENI')} of ${quota.toLocaleString('en')}`;
    return `${enis > quota ? red(text) : bold(text)} in ${plain(name)}`;
  });
  const addresses = counted(totals.addresses, 'address', 'addresses');
  return [...lines, `${counted(totals.functions, 'function')} in a VPC, ${addresses} taken`];
}

/** Each warning: its id, what is so, and what to do. */
export function findingLines(page: Page, findings: readonly Finding[]): string[] {
  const { bold, red, yellow } = page.colours;
  return findings.flatMap(({ id, severity, message, remedy }) => [
    '',
    severity === 'error' ? `${red('error')} ${bold(id)}` : `${yellow('warning')} ${bold(id)}`,
    ...paragraph(page, plain(message), '  '),
    ...paragraph(page, plain(remedy), '    ', '  → '),
  ]);
}

/** What is not known, and that the numbers are the least that there is. */
export function partialLines(page: Page, partial: readonly string[]): string[] {
  if (partial.length === 0) return [];
  return [
    '',
    `${page.colours.yellow('partial')} not everything is known; what is, is the least there will be`,
    ...partial.slice(0, MOST_ROWS).flatMap((text) => paragraph(page, plain(text), '    ', '  - ')),
    ...moreLine(partial.length, 'reason'),
  ];
}

/** A number of free addresses; below 0 they do not suffice. */
export function freeText(page: Page, { free }: Pick<SubnetPlan, 'free'>, isAtMost = false): string {
  const text = `${isAtMost ? '≤ ' : ''}${numberText(free)}`;
  return free !== null && free < 0 ? page.colours.red(text) : text;
}

/** A number, or that it is not known. */
export function numberText(value: number | null): string {
  return value === null ? '?' : value.toLocaleString('en');
}

/** That there are more. */
export function moreLine(count: number, word: string): string[] {
  return count > MOST_ROWS
    ? [`… and ${counted(count - MOST_ROWS, `more ${word}`)}: --json has them all`]
    : [];
}

function notCountedLines(page: Page, subnets: readonly SubnetPlan[]): string[] {
  const others = [...new Set(subnets.flatMap(({ notCounted }) => notCounted))];
  if (others.length === 0) return [];
  const text = `≤: also there, with addresses that a template does not tell: ${fewOf(others.map(plain), MOST_NAMES)}`;
  return paragraph(page, text).map((line) => page.colours.dim(line));
}
