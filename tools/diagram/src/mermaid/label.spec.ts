import fc from 'fast-check';
import { label, plainLine } from './label';

describe('label', () => {
  it('leaves plain names, addresses and routes as they are', () => {
    expect(label(['PrivateSubnet-1a', '10.0.1.0/24', '::/0 → NAT gateway my_nat'])).toBe(
      '"PrivateSubnet-1a<br/>10.0.1.0/24<br/>::/0 → NAT gateway my_nat"',
    );
  });

  it.each([
    ['the quote that ends a label', 'a"]:::x', 'a#34;#93;:::x'],
    ['markup', '<b>&lt;', '#60;b#62;#38;lt#59;'],
    ['an entity code', '#quot;', '#35;quot#59;'],
    ['a Markdown string', '`x`', '#96;x#96;'],
    ['a list, which labels cannot have', '1. x', '1#46; x'],
    ['a list with a hyphen', '- x', '#45; x'],
    ['emphasis', '__x_y__', '#95;#95;x_y#95;#95;'],
    ['a directive', '%%{init}%%', '#37;#37;#123;init#125;#37;#37;'],
    ['a word with which Mermaid takes semicolons away', 'style a: <', '#115;tyle a: #60;'],
    ['mathematics', '$$x$$', '#36;#8288;#36;x#36;#8288;#36;'],
    ['an icon', 'fa:fa-car', 'fa:#8288;fa-car'],
    ['what stands for a line break', 'a\\nb', 'a#92;#8288;nb'],
    ["Mermaid's own sign for a code", 'ﬂ°60¶ß', 'fl#176;60#182;#8288;ß'],
  ])('encodes %s', (_, text, encoded) => {
    expect(label([text])).toBe(`"${encoded}"`);
  });

  it('is one quoted string on one line, whatever the name', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (lines) => {
        expect(label(lines)).toMatch(/^"(?:[^"<>&`#;\n\r\p{Cc}\p{Cs}]|#\d+;|<br\/>)*"$/u);
      }),
    );
  });
});

it('ends no line of its own', () => {
  expect(plainLine('a\nb }')).toBe('a b #125;');
});
