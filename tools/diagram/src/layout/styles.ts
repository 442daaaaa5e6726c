import type { Face } from '../text/width';

/** How a line of text looks. */
export interface TextStyleRule extends Face {
  /** From one baseline to the next. */
  readonly leading: number;
  readonly ink: 'ink' | 'muted' | 'danger' | 'iam' | 'none';
  readonly isItalic?: boolean;
}

/** Every style there is; no text is smaller than 11 units, so that it can be read at 1,200 pixels. */
export const TEXT_STYLES = {
  title: { size: 22, weight: 600, leading: 32, ink: 'ink' },
  lead: { size: 13, weight: 400, leading: 20, ink: 'muted' },
  heading: { size: 16, weight: 600, leading: 24, ink: 'ink' },
  name: { size: 13, weight: 600, leading: 20, ink: 'ink' },
  zone: { size: 12, weight: 600, leading: 20, ink: 'muted' },
  body: { size: 12, weight: 400, leading: 18, ink: 'ink' },
  strong: { size: 12, weight: 600, leading: 18, ink: 'ink' },
  muted: { size: 12, weight: 400, leading: 18, ink: 'muted' },
  danger: { size: 12, weight: 600, leading: 18, ink: 'danger' },
  unknown: { size: 12, weight: 400, leading: 18, ink: 'muted', isItalic: true },
  small: { size: 11, weight: 400, leading: 16, ink: 'muted' },
  group: { size: 11, weight: 400, leading: 14, ink: 'ink' },
  iam: { size: 11, weight: 600, leading: 14, ink: 'iam' },
  none: { size: 11, weight: 600, leading: 14, ink: 'none' },
  doubt: { size: 11, weight: 400, leading: 14, ink: 'muted', isItalic: true },
} as const satisfies Readonly<Record<string, TextStyleRule>>;

/** The name of a style. */
export type TextStyle = keyof typeof TEXT_STYLES;

/** The rule of a style, without its being one of many. */
export function ruleOf(style: TextStyle): TextStyleRule {
  return TEXT_STYLES[style];
}

/** Between things, all of it in steps of four units. */
export const SPACE = {
  /** Around the picture. */
  margin: 24,
  /** Between the parts of the page. */
  part: 24,
  /** Between boxes side by side or one below the other. */
  gap: 12,
  /** Between small boxes. */
  tight: 8,
} as const;

/** No picture is wider: at 1,200 pixels every unit is a pixel at least. */
export const WIDEST = 1200;
