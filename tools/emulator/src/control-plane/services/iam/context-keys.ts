import type { NamedPolicy, Policies } from '@furl/iam';

/** What every request has, without being asked: who calls. */
const KNOWN = /^aws:(?:principal(?:arn|account|type)|userid|username)$/i;

/** The condition keys that policies ask for, each once, as they are written; without those that follow from the caller. */
export function contextKeysOf({ identity, boundary }: Policies): readonly string[] {
  const byName = new Map<string, string>();
  for (const policy of [...identity, ...(boundary ? [boundary] : [])]) {
    for (const key of keysOf(policy)) if (!KNOWN.test(key)) byName.set(key.toLowerCase(), key);
  }
  return [...byName.values()].sort();
}

function keysOf({ document }: NamedPolicy): readonly string[] {
  const { Statement } = document;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.flatMap((statement) => {
    const condition: unknown = statement?.Condition;
    if (typeof condition !== 'object' || condition === null) return [];
    return Object.values(condition).flatMap((block: unknown) =>
      typeof block === 'object' && block !== null ? Object.keys(block) : [],
    );
  });
}
