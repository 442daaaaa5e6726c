/** Keeps a value in a map that never holds more than `limit`: a full one forgets everything and starts over. */
export function remember<K, V>(cache: Map<K, V>, key: K, value: V, limit = 100): V {
  if (cache.size >= limit) cache.clear();
  cache.set(key, value);
  return value;
}
