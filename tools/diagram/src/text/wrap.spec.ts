import fc from 'fast-check';
import { clean } from './clean';
import { type Face, widthOf } from './width';
import { wrap } from './wrap';

const FACE: Face = { size: 12, weight: 400 };

describe('wrap', () => {
  it.each([
    ['what fits', 'orders', 200, 2, ['orders']],
    ['nothing', '', 200, 2, []],
    ['a sentence at its blanks', 'no route out of the VPC', 80, 3, ['no route out', 'of the VPC']],
    [
      'a name after its hyphens',
      'production-notifications-mail',
      120,
      2,
      ['production-', 'notifications-mail'],
    ],
    [
      'a name inMixedCase where a word begins',
      'CustomerNotificationDispatcher',
      140,
      2,
      ['CustomerNotification', 'Dispatcher'],
    ],
    ['a word without a place to break', 'aaaaaaaaaaaaaaaaaaaa', 80, 2, ['aaaaaaaaaa', 'aaaaaaaaaa']],
    ['too much, with an ellipsis', 'production-notifications-mail', 120, 1, ['production-notific…']],
    ['what has no room at all', '﷽', 50, 2, ['…']],
  ])('sets %s', (_, text, width, most, lines) => {
    expect(wrap(text, FACE, width, most).lines).toEqual(lines);
  });

  it('never cuts a grapheme in two', () => {
    expect(wrap('👩‍👩‍👧‍👦'.repeat(3), FACE, 90, 1)).toEqual({ lines: ['…'], isCut: true });
    expect(wrap('e\u0301'.repeat(9), FACE, 40, 1).lines).toEqual([`${'e\u0301'.repeat(3)}…`]);
  });

  it('fits, loses nothing that it does not say is lost, and takes no line too many', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 120 }).map(clean),
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 1, max: 4 }),
        (text, width, most) => {
          const { lines, isCut } = wrap(text, FACE, width, most);
          expect(lines.length).toBeLessThanOrEqual(most);
          for (const line of lines) expect(widthOf(line, FACE)).toBeLessThanOrEqual(width);
          if (!isCut) expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
        },
      ),
    );
  });
});
