/** A value in one line of ASCII, cut, and without what may be a secret: what stands before @ and after ? or #. */
export function shown(value: string | undefined): string {
  if (value === undefined) return 'missing';
  const withoutSecrets = value
    .replace(/^(\w+:\/\/)?.*@/is, '$1...@')
    .replace(/[?#].*$/s, (tail) => `${tail.charAt(0)}...`);
  const cut = withoutSecrets.length > 200 ? `${withoutSecrets.slice(0, 200)}...` : withoutSecrets;
  return JSON.stringify(cut.replace(/[^\x20-\x7e]/g, '?'));
}
