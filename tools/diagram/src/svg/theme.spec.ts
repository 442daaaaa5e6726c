import type { BoxKind } from '../layout/box';
import type { TextStyleRule } from '../layout/styles';
import { type Colour, INKS, PAINTS } from './theme';

type Mode = keyof Colour;

/** The boxes on which each ink is written, by the fill that is seen there. */
const GROUNDS: Readonly<Record<TextStyleRule['ink'], readonly BoxKind[]>> = {
  ink: ['page', 'area', 'vpc', 'zone', 'subnet', 'eni', 'endpoint', 'nat', 'exit', 'other', 'group'],
  muted: ['page', 'area', 'vpc', 'zone', 'subnet', 'eni', 'endpoint', 'nat', 'exit', 'other'],
  danger: ['vpc', 'subnet'],
  iam: ['url-iam'],
  none: ['url-none'],
};

/** WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

const pairs = Object.entries(GROUNDS).flatMap(([ink, kinds]) =>
  kinds.flatMap((kind) =>
    (['light', 'dark'] as const).map((mode): [string, BoxKind, Mode] => [ink, kind, mode]),
  ),
);

it.each(pairs)('%s can be read on %s when it is %s', (ink, kind, mode) => {
  const colour = Object.entries(INKS).find(([name]) => name === ink)?.[1][mode] ?? '';
  const ground = PAINTS[kind]?.fill?.[mode] ?? '';

  expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5);
});
