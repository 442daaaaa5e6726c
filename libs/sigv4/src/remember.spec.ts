import { remember } from './remember';

it('remembers, and never more than a hundred things', () => {
  const cache = new Map<number, string>();

  for (let key = 0; key < 1000; key += 1) {
    expect(remember(cache, key, `value ${key}`)).toBe(`value ${key}`);
    expect(cache.get(key)).toBe(`value ${key}`);
    expect(cache.size).toBeLessThanOrEqual(100);
  }
});
