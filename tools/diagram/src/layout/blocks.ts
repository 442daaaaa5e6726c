import type { Fact } from '../model/maybe';
import type { Attachment, EniPicture, Holder, Resident, RoutePicture, SubnetPicture } from '../model/picture';
import { joined } from '../model/routes';
import { capped, counted } from '../model/words';
import type { Box } from './box';
import { groupChip, urlChip } from './chip';
import { Column, wordsOf } from './column';
import { ruleOf, SPACE } from './styles';

/** What one box shows at most; a last line says how many more there are. */
const MOST = { holders: 20, groups: 8, residents: 20, notes: 6, enis: 60, routes: 12 } as const;

/** Around the text of a small box. */
const PADDING = 8;

/** From the λ to the name. */
const BULLET = 14;

/** `ENI` and its groups, and below who shares it. */
export function eniBox(eni: EniPicture, width: number): Box {
  const column = new Column(width, PADDING);
  const label = 36;
  const [shown, more] = capped(eni.securityGroups, MOST.groups);
  const widest = column.inner - label;
  const chips = shown.map((name) => groupChip(name, widest));
  if (more.length > 0) chips.push(groupChip(`… and ${counted(more.length, 'more group')}`, widest));
  if (eni.unknown !== undefined) {
    const text = eni.securityGroups.length === 0 ? 'groups unknown' : 'further groups unknown';
    chips.push(urlChip({ authType: 'unknown', label: { text, unknown: eni.unknown } }, widest));
  }
  column.write(column.mark(), { text: 'ENI', style: 'strong' });
  if (chips.length === 0) column.gap(ruleOf('strong').leading);
  column.flow(chips, 4, label).gap(4);
  holderLines(column, eni.holders);
  return column.done('eni', {
    isUnknown: eni.unknown !== undefined,
    title: `ENI, shared by ${counted(eni.holders.length, 'holder')}: ${eni.securityGroups.join(', ')}`,
  });
}

/** A subnet's interfaces and whatever else takes addresses in it, all of one width. */
export function residentBoxes(subnet: SubnetPicture, width: number): Box[] {
  const { enis, endpoints, natGateways, notCounted } = subnet;
  const [shown, more] = capped(enis, MOST.enis);
  const boxes = shown.map((eni) => eniBox(eni, width));
  if (more.length > 0) {
    const holders = more.reduce((sum, each) => sum + each.holders.length, 0);
    const column = new Column(width, PADDING);
    column.text({ text: `… and ${counted(more.length, 'more ENI')}`, style: 'strong' });
    column.text({ text: `held by ${counted(holders, 'function')}`, style: 'muted' });
    boxes.push(column.done('eni'));
  }
  if (endpoints.length > 0) {
    boxes.push(listBox('endpoint', counted(endpoints.length, 'interface endpoint'), endpoints, width));
  }
  if (natGateways.length > 0) {
    boxes.push(listBox('nat', natGateways.length === 1 ? 'NAT gateway' : 'NAT gateways', natGateways, width));
  }
  if (notCounted.length > 0) {
    const others = notCounted.map((text) => ({ name: { text }, details: [] }));
    boxes.push(listBox('other', 'Takes addresses too, not counted', others, width));
  }
  return boxes;
}

/** What belongs to a VPC and sits in no subnet. */
export function attachmentBox(kind: 'exit' | 'endpoint', each: Attachment, width: number): Box {
  const column = new Column(width, PADDING);
  column.text({ text: each.kind, style: 'strong' });
  if (each.name.text !== '') column.text(wordsOf(each.name, 'body'));
  detailLines(column, each.details, 0);
  const isUnknown = [each.name, ...each.details].some((fact) => fact.unknown !== undefined);
  return column.done(kind, { isUnknown });
}

/** One function in a box of its own. */
export function holderBox(holder: Holder, width: number): Box {
  const column = new Column(width, PADDING);
  holderLine(column, holder);
  return column.done('other', { isUnknown: holder.notes.some(({ unknown }) => unknown !== undefined) });
}

/** Where a subnet's packets go. */
export function routesBox(routes: readonly RoutePicture[], width: number): Box {
  const column = new Column(width, 0);
  column.text({ text: 'Routes', style: 'small' });
  const [shown, more] = capped(routes, MOST.routes);
  for (const { destinations, target } of shown) {
    const [to] = joined(destinations);
    const unknown = [target.unknown, to?.unknown].filter((each) => each !== undefined).join('; ');
    const text = to === undefined ? target.text : `${to.text} → ${target.text}`;
    const fact: Fact = unknown === '' ? { text } : { text, unknown };
    column.text(wordsOf(fact, to === undefined ? 'muted' : 'body'), { hang: 12 });
  }
  if (more.length > 0) column.text({ text: `… and ${counted(more.length, 'more target')}`, style: 'muted' });
  return column.done('plain');
}

function listBox(
  kind: 'endpoint' | 'nat' | 'other',
  label: string,
  items: readonly Resident[],
  width: number,
): Box {
  const column = new Column(width, PADDING);
  column.text({ text: label.charAt(0).toUpperCase() + label.slice(1), style: 'strong' });
  const [shown, more] = capped(items, MOST.residents);
  for (const { name, details } of shown) {
    column.text(wordsOf(name, 'body'));
    detailLines(column, details, 0);
  }
  if (more.length > 0) {
    column.text({
      text: `… and ${more.length} more`,
      style: 'muted',
      more: names(more.map(({ name }) => name)),
    });
  }
  return column.done(kind);
}

function holderLines(column: Column, holders: readonly Holder[]): void {
  const [shown, more] = capped(holders, MOST.holders);
  for (const holder of shown) holderLine(column, holder);
  if (more.length > 0) {
    column.text(
      {
        text: `… and ${more.length} more`,
        style: 'muted',
        more: names(more.map(({ name }) => ({ text: name }))),
      },
      { indent: BULLET },
    );
  }
}

function holderLine(column: Column, { name, url, notes }: Holder): void {
  const chip = url === undefined ? undefined : urlChip(url, column.inner - BULLET);
  const before = column.mark();
  column.textWith({ text: name.trim() === '' ? '(no name)' : name, style: 'body' }, chip, { indent: BULLET });
  column.write(before, { text: 'λ', style: 'muted' });
  detailLines(column, notes, BULLET);
}

function detailLines(column: Column, details: readonly Fact[], indent: number): void {
  const [shown, more] = capped(details, MOST.notes);
  for (const { text, unknown } of shown) {
    column.text(
      {
        text,
        style: unknown === undefined ? 'small' : 'doubt',
        ...(unknown !== undefined && { more: unknown }),
      },
      { indent },
    );
  }
  if (more.length > 0)
    column.text({ text: `… and ${more.length} more`, style: 'small', more: names(more) }, { indent });
}

function names(facts: readonly Fact[]): string {
  return facts.map(({ text }) => text).join(', ');
}

/** How many columns of small boxes there is room for, and how wide they are. */
export function columnsIn(width: number, gap: number = SPACE.tight): { columns: number; each: number } {
  const columns = Math.max(1, Math.floor((width + gap) / (232 + gap)));
  return { columns, each: Math.floor((width - gap * (columns - 1)) / columns) };
}
