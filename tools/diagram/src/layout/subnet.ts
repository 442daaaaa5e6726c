import type { SubnetPicture } from '../model/picture';
import { at, type Box } from './box';
import { columnsIn, residentBoxes, routesBox } from './blocks';
import { Column, wordsOf } from './column';
import { SPACE } from './styles';

const PADDING = 12;

/** A subnet at least so high: its name and addresses at the top, its routes at the bottom, what is in it between. */
export function subnetBox(subnet: SubnetPicture, width: number, minHeight = 0): Box {
  const column = new Column(width, PADDING);
  const { blocks, free } = subnet;
  column.text({ text: subnet.name, style: 'name' });
  const [first, ...others] = blocks;
  const words =
    free.isShort === true ? { text: free.text, style: 'danger' as const } : wordsOf(free, 'strong');
  if (first !== undefined) column.pair(wordsOf(first, 'muted'), words);
  else column.text(words);
  for (const block of others) column.text(wordsOf(block, 'muted'));
  const { columns, each } = columnsIn(column.inner);
  const residents = residentBoxes(subnet, each);
  if (residents.length > 0) column.gap(SPACE.tight).masonry(residents, columns, SPACE.tight);
  const routes = routesBox(subnet.routes, column.inner);
  column.gap(SPACE.tight);
  const bottom = Math.max(column.mark(), minHeight - PADDING - routes.height);
  column.gap(bottom - column.mark()).below(at(routes, 0, 0));
  return column.done('subnet', { title: subnet.id, isUnknown: free.unknown !== undefined });
}
