import fc from 'fast-check';
import { jsonInput, jsonMembers } from './json-input';
import { queryInput } from './query-input';

const query = (text: string) => queryInput(new Map(new URLSearchParams(text)));
const json = (value: unknown) => jsonInput(jsonMembers(Buffer.from(JSON.stringify(value))));

it('reads the lists of EC2 by their numbers, in their order, with gaps', () => {
  const input = query(
    'Action=X&Version=1&Filter.2.Name=b&Filter.10.Name=c&Filter.1.Name=a&Filter.1.Value.1=x&Filter.1.Value.2=y&Id.1=i',
  );
  expect(input.structures('Filter').map((filter) => filter.get('Name'))).toEqual(['a', 'b', 'c']);
  expect(input.structures('Filter')[0]?.list('Value')).toEqual(['x', 'y']);
  expect(input.list('Id')).toEqual(['i']);
  expect(input.list('Nothing')).toEqual([]);
  expect(input.names).toEqual(['Filter', 'Id']);
});

it('reads the lists of IAM, whose elements are called member', () => {
  const input = query(
    'ActionNames.member.2=b&ActionNames.member.1=a&ContextEntries.member.1.ContextKeyValues.member.1=v',
  );
  expect(input.list('ActionNames')).toEqual(['a', 'b']);
  expect(input.structures('ContextEntries')[0]?.list('ContextKeyValues')).toEqual(['v']);
});

it('reads JSON, numbers and booleans as text, and passes over what is null', () => {
  const input = json({ N: 50, B: false, Nothing: null, L: ['a', null], S: { T: 'x' }, A: [{ K: 'y' }] });
  expect([input.get('N'), input.get('B'), input.get('Nothing')]).toEqual(['50', 'false', undefined]);
  expect(input.list('L')).toEqual(['a']);
  expect(input.structure('S')?.get('T')).toBe('x');
  expect(input.structures('A')[0]?.get('K')).toBe('y');
});

it.each([
  ['a list for a text', () => query('A.1=x').get('A'), 'MalformedInput', 'The member A is not a text'],
  ['a text for a list', () => query('A=x').list('A'), 'MalformedInput', 'The member A is not a list'],
  ['a text in a list of structures', () => query('A.1=x').structures('A'), 'MalformedInput', 'A[0]'],
  ['a value that has members', () => query('A=x&A.B=y'), 'MalformedInput', 'A.B is in a member'],
  ['members that have a value', () => query('A.B=x&A=y'), 'MalformedInput', 'A has a value, and members'],
  ['depths', () => query(`A${'.1'.repeat(40)}=x`), 'MalformedInput', 'nested too deeply'],
  ['JSON that is none', () => jsonMembers(Buffer.from('{')), 'SerializationException', 'not JSON'],
  [
    'JSON of another kind',
    () => jsonMembers(Buffer.from('[]')),
    'SerializationException',
    'not a JSON object',
  ],
  [
    'JSON without a ground',
    () => jsonMembers(Buffer.from(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`)),
    'SerializationException',
    'nested too deeply',
  ],
  [
    'a structure for a text',
    () =>
      json({ A: { B: { C: {} } } })
        .structure('A')
        ?.get('B'),
    'SerializationException',
    'A.B',
  ],
])('refuses %s in words', (_what, read, code, message) => {
  expect(read).toThrow(
    expect.objectContaining({ code, status: 400, message: expect.stringContaining(message) as string }),
  );
});

it('keeps names apart from those of JavaScript', () => {
  const input = query('__proto__.x=1&constructor=2&A.__proto__=3');
  expect(input.names).toEqual(['__proto__', 'constructor', 'A']);
  expect(input.get('toString')).toBeUndefined();
  expect(json(JSON.parse('{"__proto__":{"a":"b"}}')).get('a')).toBeUndefined();
});

it('reads any form, or refuses it', () => {
  const name = fc.array(fc.constantFrom('A', 'B', 'member', '1', '2', '', '__proto__'), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string()), { maxLength: 8 }), (fields) => {
      try {
        const input = queryInput(new Map(fields.map(([steps, value]) => [steps.join('.'), value])));
        for (const each of input.names) {
          for (const read of ['get', 'list', 'structure', 'structures'] as const) {
            try {
              input[read](each);
            } catch (error) {
              expect(error).toMatchObject({ code: 'MalformedInput' });
            }
          }
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'MalformedInput' });
      }
    }),
  );
});
