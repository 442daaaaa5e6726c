/** How a text is set, as far as its width depends on it. */
export interface Face {
  /** In user units. */
  readonly size: number;
  readonly weight: 400 | 600;
}

/**
 * Widths of U+0020 to U+007E in thousandths of the size: of each character the widest that DejaVu Sans, Liberation Sans,
 * Roboto, Open Sans, Inter, Cantarell and Noto Sans have, as Chromium measures them. What fits by these fits in whatever
 * font a system has; in most there is room to spare.
 */
const WIDTHS: Readonly<Record<Face['weight'], readonly number[]>> = {
  400: [
    318, 401, 460, 838, 638, 987, 780, 275, 390, 390, 552, 838, 318, 460, 318, 413, 636, 636, 636, 636, 642,
    636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 727, 770, 667, 611, 778, 752, 339,
    552, 667, 562, 907, 760, 787, 667, 787, 722, 667, 642, 741, 684, 989, 685, 667, 685, 390, 411, 390, 838,
    556, 577, 613, 635, 558, 635, 615, 361, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 413, 523,
    392, 634, 592, 818, 592, 592, 541, 636, 551, 636, 838,
  ],
  600: [
    348, 456, 521, 838, 696, 1013, 872, 306, 457, 457, 548, 838, 380, 466, 380, 413, 696, 696, 696, 696, 696,
    696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 611, 1000, 774, 762, 744, 830, 683, 683, 821, 837, 389,
    561, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 422, 457, 838,
    556, 592, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595,
    478, 712, 652, 924, 645, 652, 582, 712, 551, 712, 838,
  ],
};

/** The few others that the picture itself writes. */
const OWN: Readonly<Record<string, number>> = { '…': 1008, '→': 1000, '·': 380, '−': 838, λ: 633 };

/** The width of a text in user units, rather too large than too small. */
export function widthOf(text: string, { size, weight }: Face): number {
  let sum = 0;
  for (const character of text) sum += WIDTHS[weight][character.charCodeAt(0) - 32] ?? foreign(character);
  return (sum * size) / 1000;
}

/** Other scripts: generous, for a system may take the character from any font that has it. */
function foreign(character: string): number {
  const own = OWN[character];
  if (own !== undefined) return own;
  const code = character.codePointAt(0) ?? 0;
  if (/^[\p{Mn}\p{Me}]$/u.test(character)) return 0;
  // Whole phrases in one character, and three-em dashes.
  if ((code >= 0xfdf0 && code <= 0xfdff) || (code >= 0x12000 && code <= 0x1254f)) return 12_000;
  if (code === 0x2e3a || code === 0x2e3b) return 3500;
  return code < 0x250 ? 1150 : 1600;
}
