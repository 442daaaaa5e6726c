import { clean, drawable, escapeXml } from './clean';

describe('drawable', () => {
  it.each([
    ['leaves a name alone', 'orders-01_α 関数 🙂', 'orders-01_α 関数 🙂'],
    ['shows what XML cannot have', 'a\u0000b\u001bc\ufffed', 'a\ufffdb\ufffdc\ufffdd'],
    ['shows half characters', 'a\ud83d', 'a\ufffd'],
    ['shows marks that turn the direction of the text', 'a\u202egnp.exe', 'a\ufffdgnp.exe'],
    ['makes blanks of line breaks', 'a\r\n\tb\u2028c', 'a b c'],
    ['keeps two marks of a stack', 'z\u0301\u0302\u0303\u0304', 'z\u0301\u0302'],
  ])('%s', (_, text, drawn) => {
    expect(drawable(text)).toBe(drawn);
  });
});

it('ends what is endless, and not within a character', () => {
  expect(clean('🙂'.repeat(5000))).toBe(`${'🙂'.repeat(500)}…`);
  expect(clean(`a${'🙂'.repeat(5000)}`)).toBe(`a${'🙂'.repeat(499)}…`);
});

it('escapes for elements and for attributes', () => {
  expect(escapeXml(`<a b="c" d='e'>&amp;</a>`)).toBe(
    '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;&lt;/a&gt;',
  );
});
