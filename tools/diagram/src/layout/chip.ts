import type { Fact } from '../model/maybe';
import type { UrlPicture } from '../model/picture';
import { clean } from '../text/clean';
import { widthOf } from '../text/width';
import { wrap } from '../text/wrap';
import type { Box, BoxKind } from './box';
import { ruleOf, type TextStyle } from './styles';

/** Left and right of a chip's text. */
const SIDES = 8;

/** Above and below it. */
const ENDS = 2;

/** A security group. */
export function groupChip(name: string, widest: number): Box {
  return chip('group', { text: name }, 'group', widest);
}

/** A function URL with its auth type. */
export function urlChip({ authType, label }: UrlPicture, widest: number): Box {
  switch (authType) {
    case 'AWS_IAM':
      return chip('url-iam', label, 'iam', widest);
    case 'NONE':
      return chip('url-none', label, 'none', widest);
    case 'unknown':
      return chip('url-unknown', label, 'doubt', widest);
  }
}

/** A small box, as wide as its text. */
export function chip(kind: BoxKind, { text, unknown }: Fact, style: TextStyle, widest: number): Box {
  const rule = ruleOf(style);
  const whole = clean(text);
  const { lines, isCut } = wrap(whole, rule, widest - 2 * SIDES, 2);
  const widths = lines.map((line) => widthOf(line, rule));
  const width = Math.min(widest, Math.ceil(Math.max(0, ...widths)) + 2 * SIDES);
  const more = unknown ?? (isCut || lines.length > 1 ? whole : undefined);
  return {
    kind,
    x: 0,
    y: 0,
    width,
    height: lines.length * rule.leading + 2 * ENDS,
    isUnknown: unknown !== undefined,
    lines: lines.map((line, index) => ({
      // One line stands in the middle; of more, a reader looks for where they begin.
      x: lines.length > 1 ? SIDES : width / 2,
      y: ENDS + index * rule.leading + Math.round((rule.leading + rule.size * 0.72) / 2),
      anchor: lines.length > 1 ? 'start' : 'middle',
      style,
      text: line,
      ...(more !== undefined && { more: clean(more) }),
    })),
    children: [],
  };
}
