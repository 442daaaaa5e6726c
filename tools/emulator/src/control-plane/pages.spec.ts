import fc from 'fast-check';
import { pageOf } from './pages';

const key = (text: string): string => text;

it('gives every item once, in the order of the keys, whatever the size of the pages', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 5 }), (all, size) => {
      const seen: string[] = [];
      let token: string | undefined;
      do {
        const page = pageOf(all, key, { list: 'L', size, token });
        if (page === undefined) throw new Error(`the token ${token} is not taken`);
        seen.push(...page.items);
        token = page.next;
      } while (token !== undefined);
      expect(seen).toEqual([...all].sort((one, other) => (one < other ? -1 : 1)));
    }),
  );
});

it('goes on where it was when the item that its token names is gone', () => {
  const first = pageOf(['a', 'b', 'c', 'd'], key, { list: 'L', size: 2, token: undefined });
  expect(first?.items).toEqual(['a', 'b']);
  expect(pageOf(['aa', 'c', 'd'], key, { list: 'L', size: 2, token: first?.next })).toEqual({
    items: ['c', 'd'],
    next: undefined,
  });
});

it('takes no token of another list, and none that is made up', () => {
  const token = pageOf(['a', 'b'], key, { list: 'L', size: 1, token: undefined })?.next;
  expect(token).toBeDefined();
  for (const wrong of [token && `x${token}`, 'x', '\u{1F600}', 'bm90aGluZw==']) {
    expect(pageOf(['a', 'b'], key, { list: 'L', size: 1, token: wrong })).toBeUndefined();
  }
  expect(pageOf(['a', 'b'], key, { list: 'Other', size: 1, token })).toBeUndefined();
});
