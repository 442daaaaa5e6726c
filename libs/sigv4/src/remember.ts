/** Keeps a value in a map that never holds more than 100 entries: a full one forgets everything and starts over. */
export function remember<K, V>(cache: Map<K, V>, key: K, value: V): V {
  if (cache.size >= LIMIT) cache.clear();
  cache.set(key, value);
  return value;
}

const LIMIT = 100;
