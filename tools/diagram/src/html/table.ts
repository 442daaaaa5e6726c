import { grouped } from '../model/words';
import { escapeXml } from '../text/clean';

/** A column of a table: what stands above it and what kind of values it has. */
export interface TableColumn {
  readonly name: string;
  /** Numbers are set to the right, so that they can be compared. */
  readonly isNumber?: boolean;
}

/** A cell: a text, several below each other, or a number; null is not known. */
export type Cell = string | number | null | readonly string[];

/** A table with a caption; the first cell of each row is its header. Without rows, a sentence instead. */
export function tableOf(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  empty: string,
): string {
  if (rows.length === 0) return nothing(caption, empty);
  const head = columns.map(
    ({ name, isNumber }) => `<th scope="col"${numeric(isNumber)}>${escapeXml(name)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const kind = numeric(columns[index]?.isNumber);
      return index === 0 ? `<th scope="row"${kind}>${words(cell)}</th>` : `<td${kind}>${words(cell)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return [
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeXml(caption)}">`,
    '<table>',
    `<caption>${escapeXml(caption)}</caption>`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody>',
    '</table>',
    '</div>',
  ].join('\n');
}

/** Sentences below a caption. Without any, one that says so. */
export function listOf(caption: string, sentences: readonly string[], empty: string): string {
  if (sentences.length === 0) return nothing(caption, empty);
  const items = sentences.map((sentence) => `<li>${escapeXml(sentence)}</li>`);
  return [`<h3>${escapeXml(caption)}</h3>`, '<ul>', ...items, '</ul>'].join('\n');
}

function nothing(caption: string, empty: string): string {
  return `<p><strong>${escapeXml(caption)}:</strong> ${escapeXml(empty)}</p>`;
}

function numeric(isNumber: boolean | undefined): string {
  return isNumber === true ? ' class="number"' : '';
}

function words(cell: Cell): string {
  if (cell === null) return '<em>unknown</em>';
  if (typeof cell === 'number') return grouped(cell).replace('-', '−');
  return typeof cell === 'string' ? escapeXml(cell) : cell.map(escapeXml).join('<br>');
}
