import type { BoxKind } from '../layout/box';
import type { TextStyleRule } from '../layout/styles';

/** A colour by day and by night. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** How a kind of box is painted. */
export interface Paint {
  readonly fill?: Colour;
  readonly stroke?: Colour;
  readonly strokeWidth?: number;
  /** Of the corners. */
  readonly radius: number;
}

/** Of text. On every box that it can be on it has a contrast of 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
export const INKS: Readonly<Record<TextStyleRule['ink'], Colour>> = {
  ink: { light: '#1f2328', dark: '#e6edf3' },
  muted: { light: '#57606a', dark: '#a3adb8' },
  danger: { light: '#b3261e', dark: '#ff9a92' },
  iam: { light: '#0a4a8f', dark: '#a9d1ff' },
  none: { light: '#6b4000', dark: '#f7cf85' },
};

/** Whatever leads out of the VPC: NAT gateways, and what their routes lead to. */
const WAY_OUT: Paint = {
  fill: { light: '#eff4fd', dark: '#152238' },
  stroke: { light: '#8aabdc', dark: '#4a6a9c' },
  radius: 4,
};

/** Of boxes; one that is not here is not painted. */
export const PAINTS: Partial<Readonly<Record<BoxKind, Paint>>> = {
  page: { fill: { light: '#ffffff', dark: '#0f1419' }, radius: 0 },
  area: {
    fill: { light: '#f6f8fa', dark: '#161c23' },
    stroke: { light: '#c6ced6', dark: '#3a444f' },
    radius: 8,
  },
  vpc: {
    fill: { light: '#fbfaff', dark: '#15141f' },
    stroke: { light: '#8067c4', dark: '#8a76c8' },
    strokeWidth: 1.5,
    radius: 10,
  },
  zone: {
    fill: { light: '#f0f2f6', dark: '#1c1f2a' },
    radius: 8,
  },
  subnet: {
    fill: { light: '#ffffff', dark: '#12161c' },
    stroke: { light: '#a9b4c0', dark: '#48535f' },
    radius: 6,
  },
  eni: {
    fill: { light: '#fff7ec', dark: '#2a2113' },
    stroke: { light: '#dfa95c', dark: '#8f6a2d' },
    radius: 4,
  },
  endpoint: {
    fill: { light: '#eef8f4', dark: '#12261f' },
    stroke: { light: '#74b39a', dark: '#3f7f68' },
    radius: 4,
  },
  nat: WAY_OUT,
  exit: WAY_OUT,
  other: {
    fill: { light: '#ffffff', dark: '#12161c' },
    stroke: { light: '#c6ced6', dark: '#3a444f' },
    radius: 4,
  },
  group: {
    fill: { light: '#ffffff', dark: '#12161c' },
    stroke: { light: '#b9a486', dark: '#6f6249' },
    radius: 3,
  },
  'url-iam': { fill: { light: '#dcebfd', dark: '#133256' }, radius: 9 },
  'url-none': { fill: { light: '#ffe7b8', dark: '#4a3410' }, radius: 9 },
  'url-unknown': { stroke: { light: '#8a949e', dark: '#6e7883' }, radius: 9 },
};

/** The line of an arrow. */
export const ARROW_INK: Colour = { light: '#5b7fb8', dark: '#7f9fd0' };
