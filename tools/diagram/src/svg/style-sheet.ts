import { TEXT_STYLES, type TextStyle, ruleOf } from '../layout/styles';
import { ARROW_INK, type Colour, INKS, PAINTS } from './theme';

/** What a system writes its own windows in; no font is fetched. */
const FONTS =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Noto Sans','Liberation Sans',Arial,sans-serif";

/** The picture's style sheet: without variables, which many viewers do not know, and all of it below `.furl-diagram`. */
export function styleSheet(): string {
  const root = '.furl-diagram';
  const rules: string[] = [
    `${root} text{font-family:${FONTS};font-variant-numeric:tabular-nums}`,
    `${root} .middle{text-anchor:middle}`,
    `${root} .end{text-anchor:end}`,
    `${root} rect{fill:none;stroke:none}`,
  ];
  const night: string[] = [];
  const paint = (selector: string, property: string, { light, dark }: Colour): void => {
    rules.push(`${root} ${selector}{${property}:${light}}`);
    night.push(`${root} ${selector}{${property}:${dark}}`);
  };
  for (const [kind, { fill, stroke, strokeWidth = 1 }] of Object.entries(PAINTS)) {
    if (fill !== undefined) paint(`.${kind}>rect`, 'fill', fill);
    if (stroke !== undefined) paint(`.${kind}>rect`, 'stroke', stroke);
    if (strokeWidth !== 1) rules.push(`${root} .${kind}>rect{stroke-width:${strokeWidth}}`);
  }
  rules.push(`${root} .dashed>rect{stroke-dasharray:4 3}`);
  rules.push(`${root} .arrow>path{fill:none;stroke-width:1.5}`);
  paint('.arrow>path', 'stroke', ARROW_INK);
  for (const style of Object.keys(TEXT_STYLES) as TextStyle[]) {
    const { size, weight, ink, isItalic } = ruleOf(style);
    const italic = isItalic === true ? ';font-style:italic' : '';
    rules.push(`${root} .t-${style}{font-size:${size}px;font-weight:${weight}${italic}}`);
    paint(`.t-${style}`, 'fill', INKS[ink]);
  }
  return [...rules, '@media (prefers-color-scheme:dark){', ...night, '}'].join('\n');
}
