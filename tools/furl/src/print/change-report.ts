import type { Change, Network, SubnetPlan } from '@furl/hyperplane';
import { namesOf } from './names';
import { type Column, type Page, plain, tableLines } from './page';
import { eniLines, findingLines, freeText, moreLine, numberText, partialLines } from './plan-report';

const MOST_ROWS = 100;

/** A change for people: every subnet before, after and meanwhile, interfaces that come and go, and what to look out for. */
export function changeLines(page: Page, before: Network, after: Network, change: Change): string[] {
  const { bold, green, red } = page.colours;
  const names = namesOf(before, after);
  const { added, removed, peak } = change;
  const newPartial = [...new Set([...change.before.partial, ...change.after.partial])];
  return [
    ...subnetLines(page, change),
    ...(added.length === 0 ? [] : [green('created')]),
    ...eniLines(page, added, names, '+'),
    ...(removed.length === 0 ? [] : [red('deleted')]),
    ...eniLines(page, removed, names, '-'),
    ...(added.length + removed.length === 0 ? ['No ENI is created, none is deleted.'] : []),
    ...peak.vpcs.map(({ id, name, enis, quota }) => {
      const [was, is] = [change.before, change.after].map(({ vpcs }) =>
        numberText(vpcs.find((vpc) => vpc.id === id)?.enis ?? 0),
      );
      const text = `${was} → ${is} ENIs, ${numberText(enis)} of ${numberText(quota)} at the peak`;
      return `${enis > quota ? red(text) : bold(text)} in ${plain(name)}`;
    }),
    ...findingLines(page, [...change.warnings, ...change.after.warnings]),
    ...partialLines(page, newPartial),
  ];
}

function subnetLines(page: Page, { before, after, peak }: Change): string[] {
  const columns: Column[] = [
    { head: 'subnet', breaks: true },
    { head: 'ENIs before', align: 'right', breaks: true },
    { head: 'after', align: 'right' },
    { head: 'peak', align: 'right' },
    { head: 'free before', align: 'right', breaks: true },
    { head: 'after', align: 'right' },
    { head: 'at peak', align: 'right' },
  ];
  const [old, next] = [before, after].map(
    ({ subnets }) => new Map(subnets.map((subnet) => [subnet.id, subnet])),
  );
  const cells = (subnet: SubnetPlan | undefined): [string, string] =>
    subnet === undefined
      ? ['–', '–']
      : [numberText(subnet.enis), freeText(page, subnet, subnet.notCounted.length > 0)];
  const rows = peak.subnets.slice(0, MOST_ROWS).map((subnet) => {
    const [enisBefore, freeBefore] = cells(old?.get(subnet.id));
    const [enisAfter, freeAfter] = cells(next?.get(subnet.id));
    const [enisPeak, freePeak] = cells(subnet);
    const cidr = subnet.cidrBlock === null ? '' : ` ${subnet.cidrBlock}`;
    const name = plain(`${subnet.name}${cidr}${subnet.id.endsWith(' (before)') ? ' (before)' : ''}`);
    return [name, enisBefore, enisAfter, enisPeak, freeBefore, freeAfter, freePeak];
  });
  if (rows.length === 0) return ['No subnets.', ''];
  return [...tableLines(page, columns, rows), ...moreLine(peak.subnets.length, 'subnet'), ''];
}
