import type { TextStyle } from './styles';

/** What a box stands for: decides its colours, and whether it has a border. */
export type BoxKind =
  | 'page'
  | 'area'
  | 'vpc'
  | 'zone'
  | 'subnet'
  | 'eni'
  | 'endpoint'
  | 'nat'
  | 'other'
  | 'exit'
  | 'group'
  | 'url-iam'
  | 'url-none'
  | 'url-unknown'
  /** Holds others together; nothing of it is seen. */
  | 'plain'
  /** The arrow from a VPC to a way out. */
  | 'arrow';

/** One line of text; `x` and `y` (the baseline) from the corner of its box. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly style: TextStyle;
  readonly text: string;
  /** Shown when it is pointed at: what was cut, or why something is not known. */
  readonly more?: string;
}

/** A box where it is, from the corner of the box that it is in. */
export interface Box {
  readonly kind: BoxKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Drawn with a dashed border: what it stands for is not wholly known. */
  readonly isUnknown: boolean;
  /** Shown when it is pointed at. */
  readonly title?: string;
  readonly lines: readonly Line[];
  readonly children: readonly Box[];
}

/** The same box elsewhere. */
export function at(box: Box, x: number, y: number): Box {
  return { ...box, x, y };
}

/** The same box, at least so high. */
export function heightened(box: Box, height: number): Box {
  return { ...box, height: Math.max(box.height, height) };
}

/** The greatest height of boxes; 0 of none. */
export function tallest(boxes: readonly Box[]): number {
  return boxes.reduce((most, { height }) => Math.max(most, height), 0);
}
