import { pageOf } from './page';

const all = ['a', 'b', 'd', 'ü'];
const page = (items: readonly string[], input: Record<string, string>) =>
  pageOf(items, (item) => item, new Map(Object.entries(input)), { list: 'ListThings' });

it('goes through a list page by page, and shows nothing twice when it has grown at the front', () => {
  const first = page(all, { MaxItems: '2' });
  expect(first.items).toEqual(['a', 'b']);
  expect(page(['_new', ...all], { MaxItems: '9', Marker: first.next ?? '' })).toEqual({
    items: ['d', 'ü'],
    next: undefined,
  });
});

it('has no marker behind the last item, even on a full page', () => {
  expect(page(all, { MaxItems: '4' })).toEqual({ items: all, next: undefined });
  expect(page([], {})).toEqual({ items: [], next: undefined });
});

it('has at most 50 items on a page', () => {
  const many = Array.from({ length: 51 }, (_, index) => String(index));
  expect(page(many, { MaxItems: '10000' }).items).toHaveLength(50);
});

it.each(['0', '-1', '10001', 'many', '1e3'])('refuses MaxItems %s', (MaxItems) => {
  expect(() => page(all, { MaxItems })).toThrow(/maxItems/);
});

it('refuses a marker that comes from no such list', () => {
  expect(() => page(all, { Marker: 'bm8=' })).toThrow('Invalid Marker value.');
});
