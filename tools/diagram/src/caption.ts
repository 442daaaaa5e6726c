import type { Picture, SubnetPicture } from './model/picture';
import { capped, counted } from './model/words';
import type { Caption } from './svg/svg';

/** How many subnets are told one by one. */
const MOST = 24;

/** The picture in words: what there is, and every subnet with its addresses, interfaces and routes. */
export function captionOf({ region, summary, vpcs, outside, unplaced }: Picture): Caption {
  const subnets = vpcs.flatMap(({ name, zones }) =>
    zones.flatMap((zone) =>
      zone.subnets.map((subnet) => `${sentence(subnet)} Zone: ${zone.name.text}. VPC: ${name.text}.`),
    ),
  );
  const [told, more] = capped(subnets, MOST);
  return {
    title: `Network plan, ${region.text}`,
    description: [
      `${summary.replaceAll(' · ', ', ')}.`,
      ...told,
      ...(more.length === 0 ? [] : [`And ${counted(more.length, 'more subnet')}.`]),
      ...(outside.length === 0 ? [] : [`Outside any VPC: ${counted(outside.length, 'function')}.`]),
      ...(unplaced.length === 0 ? [] : [`Placement unknown: ${counted(unplaced.length, 'function')}.`]),
    ].join(' '),
  };
}

function sentence({ name, blocks, free, enis, routes }: SubnetPicture): string {
  const to = routes.map(({ target }) => target.text).join(', ');
  const where = blocks.map(({ text }) => text).join(', ');
  return `Subnet ${name} (${where}): ${free.text}, ${counted(enis.length, 'ENI')}; routes: ${to}.`;
}
