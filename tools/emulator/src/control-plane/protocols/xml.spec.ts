import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { xmlDocument } from './xml';

it('writes members, lists and attributes, and leaves out what is undefined', () => {
  const content = { A: 1, B: true, C: undefined, D: ['x', { E: 'y' }], F: {} };
  expect(xmlDocument('Root', content, { xmlns: 'urn:x' }).toString()).toBe(
    '<Root xmlns="urn:x"><A>1</A><B>true</B><D><member>x</member><member><E>y</E></member></D><F></F></Root>',
  );
  expect(xmlDocument('Root', { D: ['x'] }, {}, 'item').toString()).toBe('<Root><D><item>x</item></D></Root>');
});

it('escapes what is markup, and replaces what XML cannot hold', () => {
  expect(xmlDocument('R', { A: `<&>"'\u0000\u001b\ud800` }).toString()).toBe(
    '<R><A>&lt;&amp;&gt;&quot;&apos;\ufffd\ufffd\ufffd</A></R>',
  );
});

it('keeps line ends apart that readers would make one', () => {
  expect(xmlDocument('R', { A: '\r\n\r' }).toString()).toBe('<R><A>&#xD;\n&#xD;</A></R>');
});

it('is a document from which every text comes back, whatever it was', () => {
  const parser = new XMLParser({ parseTagValue: false, trimValues: false });
  fc.assert(
    fc.property(fc.string(), (text) => {
      const document = xmlDocument('R', { A: text }).toString();
      expect(XMLValidator.validate(document)).toBe(true);
      expect(parser.parse(document)).toEqual({ R: { A: text } });
    }),
  );
});
