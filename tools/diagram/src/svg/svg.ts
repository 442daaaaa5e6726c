import type { Box, Line } from '../layout/box';
import { escapeXml } from '../text/clean';
import { styleSheet } from './style-sheet';
import { PAINTS } from './theme';

/** What is said of a picture to those who do not see it. */
export interface Caption {
  readonly title: string;
  readonly description: string;
}

/**
 * SVG of a layout: one line a shape or text, places from the corner of the box around, so that a change stays small in a
 * diff. No script, no link, nothing fetched; text is text.
 */
export function svgOf(page: Box, { title, description }: Caption): string {
  const { width, height } = page;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="furl-diagram" role="img" aria-labelledby="furl-diagram-title furl-diagram-description" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="furl-diagram-title">${escapeXml(title)}</title>`,
    `<desc id="furl-diagram-description">${escapeXml(description)}</desc>`,
    `<style>`,
    styleSheet(),
    `</style>`,
    ...boxLines(page, ''),
    `</svg>`,
    '',
  ].join('\n');
}

function boxLines(box: Box, indent: string): string[] {
  const { kind, x, y, title, lines, children } = box;
  const within = `${indent} `;
  const paint = PAINTS[kind];
  const moved = x === 0 && y === 0 ? '' : ` transform="translate(${x} ${y})"`;
  const shape: string[] = [];
  if (title !== undefined) shape.push(`${within}<title>${escapeXml(title)}</title>`);
  if (kind === 'arrow') shape.push(`${within}${arrowPath(box)}`);
  if (paint !== undefined) {
    const { width, height } = box;
    // Half a unit inside: a line of one unit is then sharp, and no part of it is outside of its box.
    const inset = paint.stroke === undefined ? 0 : 0.5;
    const place = inset === 0 ? '' : ` x="${inset}" y="${inset}"`;
    const round = paint.radius === 0 ? '' : ` rx="${paint.radius}"`;
    shape.push(
      `${within}<rect${place} width="${width - 2 * inset}" height="${height - 2 * inset}"${round}/>`,
    );
  }
  return [
    `${indent}<g class="${kind}${box.isUnknown ? ' dashed' : ''}"${moved}>`,
    ...shape,
    ...lines.map((line) => `${within}${textLine(line)}`),
    ...children.flatMap((child) => boxLines(child, within)),
    `${indent}</g>`,
  ];
}

function textLine({ x, y, anchor, style, text, more }: Line): string {
  const where = anchor === 'start' ? '' : ` ${anchor}`;
  const title = more === undefined ? '' : `<title>${escapeXml(more)}</title>`;
  return `<text class="t-${style}${where}" x="${x}" y="${y}">${title}${escapeXml(text)}</text>`;
}

function arrowPath({ width, height }: Box): string {
  const middle = width / 2;
  return `<path d="M${middle} 0V${height - 2}M${middle - 4} ${height - 7}L${middle} ${height - 2}L${middle + 4} ${height - 7}"/>`;
}
