import { TIERS, type VpcPicture, type ZonePicture } from '../model/picture';
import { at, type Box, heightened, tallest } from './box';
import { attachmentBox, columnsIn } from './blocks';
import { Column, wordsOf } from './column';
import { SPACE } from './styles';
import { subnetBox } from './subnet';

/** Side by side there is room for so many zones; further ones go below. */
const ZONES_ACROSS = 4;

const PADDING = 20;
const ZONE_PADDING = 8;

/** The height of an arrow between a VPC and a way out. */
const ARROW = { width: 12, height: 20 } as const;

/** How many zones of a VPC stand side by side: as even as it goes. */
export function zonesAcross({ zones }: VpcPicture): number {
  const rows = Math.ceil(zones.length / ZONES_ACROSS);
  return rows === 0 ? 1 : Math.ceil(zones.length / rows);
}

/** A VPC, its zones side by side, and at its lower edge the ways out of it. */
export function vpcBox(vpc: VpcPicture, width: number): Box {
  const outer = new Column(width, 0);
  outer.below(frame(vpc, width));
  if (vpc.waysOut.length === 0) return outer.done('plain');
  const { columns, each } = columnsIn(width - 2 * PADDING, SPACE.gap);
  const exits = vpc.waysOut.map((exit) => attachmentBox('exit', exit, each));
  for (let first = 0; first < exits.length; first += columns) {
    const row = exits.slice(first, first + columns);
    if (first === 0) {
      const top = outer.mark();
      row.forEach((_, index) => {
        const x = PADDING + index * (each + SPACE.gap) + Math.round((each - ARROW.width) / 2);
        outer.put(arrow(x, top));
      });
      outer.gap(ARROW.height);
    } else outer.gap(SPACE.gap);
    const top = outer.mark();
    row.forEach((box, index) => outer.put(at(box, PADDING + index * (each + SPACE.gap), top)));
    outer.gap(tallest(row));
  }
  return outer.done('plain');
}

function frame(vpc: VpcPicture, width: number): Box {
  const column = new Column(width, PADDING);
  const { quota, name } = vpc;
  const heading = {
    text: `VPC ${name.text}`,
    style: 'heading' as const,
    ...(name.unknown !== undefined && { more: name.unknown }),
  };
  if (quota === undefined) column.text(heading);
  else column.pair(heading, { text: quota.text, style: quota.isOver ? 'danger' : 'strong' });
  for (const block of vpc.blocks) column.text(wordsOf(block, 'lead'));
  if (vpc.zones.length === 0) column.gap(SPACE.tight).text({ text: 'no subnets', style: 'muted' });
  else column.gap(SPACE.gap);
  const across = zonesAcross(vpc);
  const places = shares(column.inner, across);
  for (let first = 0; first < vpc.zones.length; first += across) {
    if (first > 0) column.gap(SPACE.gap);
    const top = column.mark();
    const zones = zoneRow(vpc.zones.slice(first, first + across), places);
    zones.forEach((zone, index) => column.put(at(zone, PADDING + (places[index]?.x ?? 0), top)));
    column.gap(tallest(zones));
  }
  if (vpc.attached.length > 0) {
    const { columns, each: wide } = columnsIn(column.inner, SPACE.gap);
    const boxes = vpc.attached.map((attached) => attachmentBox('endpoint', attached, wide));
    column.gap(SPACE.gap).masonry(boxes, columns, SPACE.gap);
  }
  return column.done('vpc', { isUnknown: name.unknown !== undefined });
}

/** Zones of the same height, in which subnets of the same tier begin at the same height. */
function zoneRow(zones: readonly ZonePicture[], places: readonly Share[]): Box[] {
  const columns = zones.map(({ name }, index) =>
    new Column(places[index]?.width ?? 0, ZONE_PADDING).text(wordsOf(name, 'zone')).gap(4),
  );
  const level = (): number => Math.max(...columns.map((column) => column.mark()));
  for (const tier of TIERS) {
    const lists = zones.map(({ subnets }) => subnets.filter((subnet) => subnet.tier === tier));
    const rows = Math.max(0, ...lists.map(({ length }) => length));
    for (let row = 0; row < rows; row += 1) {
      const here = columns.map((column, index) => ({ column, subnet: lists[index]?.[row] }));
      const top = level();
      const boxes = here.flatMap(({ column: { inner }, subnet }) =>
        subnet === undefined ? [] : [subnetBox(subnet, inner)],
      );
      for (const { column, subnet } of here) {
        column.gap(top - column.mark());
        if (subnet === undefined) continue;
        column.below(subnetBox(subnet, column.inner, tallest(boxes))).gap(SPACE.tight);
      }
    }
  }
  const boxes = columns.map((column, index) => {
    const isUnknown = zones[index]?.name.unknown !== undefined;
    return column.gap(-SPACE.tight).done('zone', { isUnknown });
  });
  const height = tallest(boxes);
  return boxes.map((box) => heightened(box, height));
}

/** A part of a width, from its left. */
interface Share {
  readonly x: number;
  readonly width: number;
}

/** A width in so many parts with gaps between, in whole units: the last one ends where the width does. */
function shares(width: number, count: number): Share[] {
  const start = (index: number): number => Math.round((index * (width + SPACE.gap)) / count);
  return Array.from({ length: count }, (_, index) => ({
    x: start(index),
    width: start(index + 1) - SPACE.gap - start(index),
  }));
}

function arrow(x: number, y: number): Box {
  return { kind: 'arrow', x, y, ...ARROW, isUnknown: false, lines: [], children: [] };
}
