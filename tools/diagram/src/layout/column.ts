import type { Fact } from '../model/maybe';
import { clean } from '../text/clean';
import { widthOf } from '../text/width';
import { wrap } from '../text/wrap';
import { at, type Box, type BoxKind, type Line, tallest } from './box';
import { ruleOf, SPACE, type TextStyle } from './styles';

/** A text beside a small box has so many lines at most; with more it goes above. */
const BESIDE = 2;

/** How a text is put into a column. */
export interface TextOptions {
  /** From the left padding. */
  readonly indent?: number;
  /** How much further in the lines after the first begin. */
  readonly hang?: number;
  /** What to keep free at the right. */
  readonly keepRight?: number;
  /** What does not fit into so many lines is cut. @default 3 */
  readonly lines?: number;
}

/** A text in a style; shows more when it is pointed at. */
export interface Words {
  readonly text: string;
  readonly style: TextStyle;
  readonly more?: string;
}

/** What a finished column may be told. */
export interface BoxOptions {
  readonly title?: string;
  readonly isUnknown?: boolean;
}

/** Words for a fact: in italics, with the reason, when it is not known. */
export function wordsOf({ text, unknown }: Fact, style: TextStyle): Words {
  return unknown === undefined ? { text, style } : { text, style: 'unknown', more: unknown };
}

/** The baseline of a line that begins at `top`: as high above the middle as capitals want it. */
export function baseline(top: number, style: TextStyle): number {
  const { leading, size } = ruleOf(style);
  return top + Math.round((leading + size * 0.72) / 2);
}

/** Fills a box from the top down; the box is as high as what is in it. */
export class Column {
  readonly width: number;
  readonly padding: number;
  #y: number;
  readonly #lines: Line[] = [];
  readonly #children: Box[] = [];

  constructor(width: number, padding: number) {
    this.width = width;
    this.padding = padding;
    this.#y = padding;
  }

  /** What there is between the paddings. */
  get inner(): number {
    return this.width - 2 * this.padding;
  }

  /** Where the next line begins, for {@link write}. */
  mark(): number {
    return this.#y;
  }

  /** A line at the left that begins at a mark, beside what is there. */
  write(top: number, { text, style }: Words): this {
    this.#lines.push({ x: this.padding, y: baseline(top, style), anchor: 'start', style, text });
    return this;
  }

  /** Leaves room. */
  gap(height: number): this {
    this.#y += height;
    return this;
  }

  /** Text from the left, wrapped. */
  text(words: Words, { indent = 0, hang = 0, keepRight = 0, lines = 3 }: TextOptions = {}): this {
    const { style } = words;
    const text = clean(words.text);
    const set = wrap(text, ruleOf(style), this.inner - indent - hang - keepRight, lines);
    // A reason is more than the text that it is about, and says both.
    const whole = set.isCut || set.lines.length > 1 ? text : undefined;
    const more = [whole, words.more].filter((each) => each !== undefined).join(': ');
    for (const [index, line] of set.lines.entries()) {
      this.#lines.push({
        x: this.padding + indent + (index === 0 ? 0 : hang),
        y: baseline(this.#y, style),
        anchor: 'start',
        style,
        text: line,
        ...(more !== '' && { more: clean(more) }),
      });
      this.#y += ruleOf(style).leading;
    }
    return this;
  }

  /** Two texts on one line where both have room, else one below the other. */
  pair(left: Words, right: Words): this {
    const text = clean(right.text);
    const needed = widthOf(text, ruleOf(right.style));
    if (widthOf(clean(left.text), ruleOf(left.style)) + SPACE.gap + needed > this.inner) {
      return this.text(left).text(right);
    }
    const y = baseline(this.#y, left.style);
    this.text(left);
    this.#lines.push({
      x: this.width - this.padding,
      y,
      anchor: 'end',
      style: right.style,
      text,
      ...(right.more !== undefined && { more: clean(right.more) }),
    });
    return this;
  }

  /** A text with a small box at its right, or below it where the text would be cut otherwise. */
  textWith(words: Words, box: Box | undefined, options: TextOptions = {}): this {
    const { indent = 0 } = options;
    if (box === undefined) return this.text(words, options);
    const room = this.inner - indent - box.width - SPACE.tight;
    const { style } = words;
    const { leading } = ruleOf(style);
    if (room <= 0 || wrap(clean(words.text), ruleOf(style), room, BESIDE).isCut) {
      return this.text(words, options)
        .below(box, this.padding + indent)
        .gap(4);
    }
    const top = this.#y + Math.floor((leading - box.height) / 2);
    this.text(words, { ...options, keepRight: box.width + SPACE.tight });
    this.#children.push(at(box, this.width - this.padding - box.width, top));
    this.#y = Math.max(this.#y, top + box.height);
    return this;
  }

  /** Boxes side by side, with a gap between; as many rows as they need. */
  flow(boxes: readonly Box[], gap: number, indent = 0): this {
    let x = indent;
    let row: Box[] = [];
    for (const box of boxes) {
      if (row.length > 0 && x + box.width > this.inner) {
        this.#add(row).gap(gap);
        row = [];
        x = indent;
      }
      row.push(at(box, this.padding + x, this.#y));
      x += box.width + gap;
    }
    return this.#add(row);
  }

  /** Boxes of the same width in so many columns, each in the column that ends first. */
  masonry(boxes: readonly Box[], columns: number, gap: number): this {
    if (boxes.length === 0) return this;
    const [{ width = 0 } = {}] = boxes;
    const ends = Array.from({ length: columns }, () => this.#y);
    for (const box of boxes) {
      const top = Math.min(...ends);
      const column = ends.indexOf(top);
      this.#children.push(at(box, this.padding + column * (width + gap), top));
      ends[column] = top + box.height + gap;
    }
    this.#y = Math.max(...ends) - gap;
    return this;
  }

  /** A box where it says that it is; the next line begins where it would have begun. */
  put(box: Box): this {
    this.#children.push(box);
    return this;
  }

  /** One box below what is there. */
  below(box: Box, x = this.padding): this {
    return this.#add([at(box, x, this.#y)]);
  }

  /** The box as it is now. */
  done(kind: BoxKind, { title, isUnknown = false }: BoxOptions = {}): Box {
    return {
      kind,
      x: 0,
      y: 0,
      width: this.width,
      height: this.#y + this.padding,
      isUnknown,
      ...(title !== undefined && { title: clean(title) }),
      lines: this.#lines,
      children: this.#children,
    };
  }

  #add(row: readonly Box[]): this {
    this.#children.push(...row);
    this.#y += tallest(row);
    return this;
  }
}
