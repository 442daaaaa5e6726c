import { type Network, plan } from '@furl/hyperplane';
import fc from 'fast-check';
import type { Box, Line } from '../src/layout/box';
import { layOut } from '../src/layout/page';
import { ruleOf, WIDEST } from '../src/layout/styles';
import { pictureOf } from '../src/model/picture-of';
import { widthOf } from '../src/text/width';
import { networks } from './arbitrary-network';
import { fiftyFunctions, functionOf, groupOf, networkOf, workspaceNetwork } from './networks';

interface Extent {
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function extentOf({ kind, x, y, width, height, lines }: Box): Extent {
  const what = `${kind} "${lines[0]?.text ?? ''}"`;
  return { what, left: x, right: x + width, top: y, bottom: y + height };
}

/** What a line takes: as wide as estimated, from its ascenders to its descenders. */
function lineExtent({ x, y, anchor, style, text }: Line): Extent {
  const rule = ruleOf(style);
  const width = widthOf(text, rule);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return {
    what: `text "${text}"`,
    left,
    right: left + width,
    top: y - rule.size * 0.8,
    bottom: y + rule.size * 0.25,
  };
}

const ROUNDING = 0.01;

function isWithin(inner: Extent, { width, height }: Box): boolean {
  return (
    inner.left >= -ROUNDING &&
    inner.top >= -ROUNDING &&
    inner.right <= width + ROUNDING &&
    inner.bottom <= height + ROUNDING
  );
}

function overlap(a: Extent, b: Extent): boolean {
  return (
    a.left < b.right - ROUNDING &&
    b.left < a.right - ROUNDING &&
    a.top < b.bottom - ROUNDING &&
    b.top < a.bottom - ROUNDING
  );
}

/** Everything that lies outside of the box around it or on what is beside it. */
function faultsOf(box: Box): string[] {
  const extents = [...box.children.map(extentOf), ...box.lines.map(lineExtent)];
  const faults = extents
    .filter((extent) => !isWithin(extent, box))
    .map(({ what }) => `${what} is not within ${extentOf(box).what}`);
  extents.forEach((a, index) => {
    for (const b of extents.slice(index + 1)) if (overlap(a, b)) faults.push(`${a.what} is on ${b.what}`);
  });
  return [...faults, ...box.children.flatMap(faultsOf)];
}

function pageOf(network: Network): Box {
  return layOut(pictureOf(network, plan(network)));
}

/** Two subnets, and so many functions of which each has a group of its own, as CDK makes them. */
function ownGroups(count: number): Network {
  const names = Array.from({ length: count }, (_, index) => `Stack-Handler${index}SecurityGroup0F1E2D3C`);
  const network = workspaceNetwork();
  return {
    ...network,
    securityGroups: names.map((name) => groupOf(name)),
    functions: names.map((name) => functionOf(`of ${name}`, ['subnet-1a', 'subnet-1c'], [`sg ${name}`])),
  };
}

describe('the layout', () => {
  it('lets nothing overlap and cuts nothing off, whatever the network', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const page = pageOf(network);
        expect(faultsOf(page)).toEqual([]);
        expect(page.width).toBeLessThanOrEqual(WIDEST);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['this workspace', workspaceNetwork(), 960],
    ['fifty functions in three zones', fiftyFunctions(), WIDEST],
    ['fifty functions, each with a group of its own', ownGroups(50), WIDEST],
    ['nothing at all', networkOf({}), 640],
  ])('can be read at 1,200 pixels: %s', (_, network, width) => {
    const page = pageOf(network);

    expect(faultsOf(page)).toEqual([]);
    expect(page.width).toBe(width);
  });

  it('has no text smaller than 11 units', () => {
    const sizes = (box: Box): number[] => [
      ...box.lines.map(({ style }) => ruleOf(style).size),
      ...box.children.flatMap(sizes),
    ];

    expect(Math.min(...sizes(pageOf(fiftyFunctions())))).toBeGreaterThanOrEqual(11);
  });

  it('puts four zones side by side at most, and six as three and three', () => {
    const network = workspaceNetwork();
    const [subnet] = network.subnets;
    if (subnet === undefined) throw new Error('the workspace has subnets');
    const zones = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`);
    const subnets = zones.map((zone) => ({ ...subnet, id: zone, availabilityZone: zone }));
    const found = (box: Box): Box[] => [
      ...box.children.filter(({ kind }) => kind === 'zone'),
      ...box.children.flatMap(found),
    ];

    const drawn = found(pageOf({ ...network, subnets, functions: [] }));

    expect(drawn.map(({ lines: [line] }) => line?.text)).toEqual(zones);
    expect(new Set(drawn.map(({ x }) => x)).size).toBe(3);
    expect(new Set(drawn.map(({ y }) => y)).size).toBe(2);
  });
});
