import pc from 'picocolors';
import { counted, fewOf, type Page, paragraph, plain, tableLines, widthOf } from './page';

const narrow: Page = { width: 40, colours: pc.createColors(false) };
const endless: Page = { width: undefined, colours: pc.createColors(false) };

describe('a table', () => {
  const columns = [
    { head: 'name' },
    { head: 'count', align: 'right' as const },
    { head: 'why', breaks: true },
  ];
  const rows = [
    ['a', '7', 'because it is so, and because it was so yesterday already'],
    ['bb', '12', 'no reason'],
  ];

  it('is as wide as what is in it where lines do not break', () => {
    expect(tableLines(endless, columns, rows)).toEqual([
      'name  count  why',
      'a         7  because it is so, and because it was so yesterday already',
      'bb       12  no reason',
    ]);
  });

  it('breaks the columns that may be broken where the page is narrow', () => {
    const lines = tableLines(narrow, columns, rows);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(40);
    expect(lines.slice(0, 3)).toEqual([
      'name  count  why',
      'a         7  because it is so, and',
      '             because it was so yesterday',
    ]);
  });

  it('cuts nothing: a word that is too long makes it wider', () => {
    const word = 'x'.repeat(60);
    expect(tableLines(narrow, columns, [['a', '1', word]]).join('\n')).toContain(word);
  });

  it('counts colours as nothing', () => {
    const page = { width: 40, colours: pc.createColors(true) };
    const [, first = ''] = tableLines(page, columns, [['a', page.colours.red('1'), 'b']]);
    expect(first).toContain('\u001b[31m1\u001b[39m');
    expect(widthOf(first)).toBe('name  count  b'.length);
  });
});

describe('a paragraph', () => {
  it('breaks at spaces, behind its indent', () => {
    expect(paragraph({ ...narrow, width: 20 }, 'one two three four five', '    ', '  - ')).toEqual([
      '  - one two three',
      '    four five',
    ]);
  });

  it('is one line in a file', () => {
    expect(paragraph(endless, 'a word '.repeat(100).trim(), '  ')).toHaveLength(1);
  });
});

it.each([
  ['\u001b[2Jgone', '�[2Jgone'],
  ['two\nlines', 'two lines'],
  ['\u202egnirts', '�gnirts'],
  ['bell\u0007 \u009b1m', 'bell� �1m'],
  ['サブネット', 'サブネット'],
])('%j is printed as %j', (text, printed) => expect(plain(text)).toBe(printed));

it('counts and shortens', () => {
  expect([counted(1, 'ENI'), counted(1200, 'ENI'), counted(2, 'address', 'addresses')]).toEqual([
    '1 ENI',
    '1,200 ENIs',
    '2 addresses',
  ]);
  expect([fewOf(['a', 'b'], 2), fewOf(['a', 'b', 'c', 'd'], 2)]).toEqual(['a, b', 'a, b and 2 more']);
});
