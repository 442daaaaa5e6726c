import type { Holder, Picture, UrlPicture } from '../model/picture';
import { capped, counted } from '../model/words';
import type { Box } from './box';
import { columnsIn, holderBox } from './blocks';
import { chip, groupChip, urlChip } from './chip';
import { Column, wordsOf } from './column';
import { ruleOf, SPACE, WIDEST } from './styles';
import { widthOf } from '../text/width';
import { vpcBox, zonesAcross } from './vpc';

/** What a page shows at most of functions that are in no VPC, and of reasons. */
const MOST = { functions: 120, reasons: 12 } as const;

/** Widths for one zone and for two: lines stay short. */
const NARROW = [640, 960] as const;

/** More boxes than that in one subnet take the whole width, so that they stand side by side. */
const LONG = 8;

const AREA_PADDING = 16;

/**
 * Everything in its place. The page is as wide as it has to be, and never wider than {@link WIDEST}.
 *
 * @param withHeading whether the page says at its top what it is; not where something around it does
 */
export function layOut(picture: Picture, withHeading = true): Box {
  const page = new Column(widthOfPage(picture), withHeading ? SPACE.margin : 0);
  if (withHeading) heading(page, picture);
  const parts = [
    ...functionArea('Outside any VPC', picture.outside, page.inner),
    ...functionArea('Placement unknown', picture.unplaced, page.inner, true),
    ...picture.vpcs.map((vpc) => vpcBox(vpc, page.inner)),
    ...reasons(picture.notKnown, page.inner),
    ...legend(picture, page.inner),
  ];
  parts.forEach((part, index) => page.gap(index === 0 ? 0 : SPACE.part).below(part));
  return page.done('page');
}

function heading(page: Column, { region, summary }: Picture): void {
  page.text({ text: 'Network plan', style: 'title' });
  page
    .text({
      text: `${region.text} · ${summary}`,
      style: 'lead',
      ...(region.unknown !== undefined && { more: region.unknown }),
    })
    .gap(SPACE.gap + 4);
}

function widthOfPage({ vpcs }: Picture): number {
  const across = Math.max(1, ...vpcs.map(zonesAcross));
  const isLong = vpcs.some(({ zones }) =>
    zones.some(({ subnets }) => subnets.some(({ enis }) => enis.length > LONG)),
  );
  return isLong ? WIDEST : (NARROW[across - 1] ?? WIDEST);
}

function functionArea(title: string, holders: readonly Holder[], width: number, isUnknown = false): Box[] {
  if (holders.length === 0) return [];
  const area = new Column(width, AREA_PADDING);
  const count = counted(holders.length, 'function');
  area.pair({ text: title, style: 'name' }, { text: count, style: 'muted' }).gap(SPACE.tight);
  const { columns, each } = columnsIn(area.inner, SPACE.tight);
  const [shown, more] = capped(holders, MOST.functions);
  area.masonry(
    shown.map((holder) => holderBox(holder, each)),
    columns,
    SPACE.tight,
  );
  if (more.length > 0) {
    const names = more.map(({ name }) => name).join(', ');
    area.gap(SPACE.tight).text({ text: `… and ${more.length} more`, style: 'muted', more: names });
  }
  return [area.done('area', { isUnknown })];
}

function reasons(notKnown: readonly string[], width: number): Box[] {
  if (notKnown.length === 0) return [];
  const area = new Column(width, AREA_PADDING);
  area.text({ text: 'What the template does not tell', style: 'name' }).gap(4);
  const [shown, more] = capped(notKnown, MOST.reasons);
  for (const reason of shown) area.text({ text: reason, style: 'muted' }, { lines: 3 });
  if (more.length > 0)
    area.text({ text: `… and ${more.length} more`, style: 'muted', more: more.join('; ') });
  return [area.done('area', { isUnknown: true })];
}

/** Says only what is in the picture and does not explain itself. */
function legend(picture: Picture, width: number): Box[] {
  const subnets = picture.vpcs.flatMap(({ zones }) => zones.flatMap((zone) => zone.subnets));
  const holders = [
    ...picture.outside,
    ...picture.unplaced,
    ...subnets.flatMap(({ enis }) => enis.flatMap((eni) => eni.holders)),
  ];
  const has = (authType: UrlPicture['authType']): boolean =>
    holders.some(({ url }) => url?.authType === authType);
  const items: Box[] = [];
  const item = (sign: Box | undefined, text: string): void => {
    const indent = sign === undefined ? 0 : sign.width + 6;
    const size = Math.ceil(widthOf(text, ruleOf('small'))) + indent;
    const column = new Column(Math.min(width, size), 0);
    if (sign !== undefined) column.put(sign);
    items.push(column.gap(1).text(wordsOf({ text }, 'small'), { indent }).gap(1).done('plain'));
  };
  if (holders.length > 0) item(undefined, 'λ function');
  if (subnets.some(({ enis }) => enis.length > 0)) item(groupChip('name', 100), 'security group');
  if (has('AWS_IAM')) {
    item(
      urlChip({ authType: 'AWS_IAM', label: { text: 'URL AWS_IAM' } }, 200),
      'function URL, for signed requests',
    );
  }
  if (has('NONE')) {
    item(
      urlChip({ authType: 'NONE', label: { text: 'URL NONE' } }, 200),
      'function URL, for unsigned requests too',
    );
  }
  if (picture.notKnown.length > 0) {
    item(
      chip('url-unknown', { text: 'dashed', unknown: 'not told by the template' }, 'doubt', 100),
      'not told by the template',
    );
  }
  return items.length === 0 ? [] : [new Column(width, 0).flow(items, SPACE.part).done('plain')];
}
