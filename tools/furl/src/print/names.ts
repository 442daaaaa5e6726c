import type { EniHolder, Network } from '@furl/hyperplane';
import { plain } from './page';

/** What people call the things that have ids. */
export type Names = (id: string) => string;

/** How a change marks the id of what it replaces. */
const REPLACED = ' (before)';

/** The names that networks give; an id without one is its own name. */
export function namesOf(...networks: readonly Network[]): Names {
  const names = new Map<string, string>();
  for (const { subnets, securityGroups, functions } of networks) {
    for (const { id, name } of [...subnets, ...securityGroups, ...functions]) {
      if (name !== undefined) names.set(id, name);
    }
  }
  return (id) => {
    const base = id.endsWith(REPLACED) ? id.slice(0, -REPLACED.length) : id;
    return plain(`${names.get(base) ?? base}${id.slice(base.length)}`);
  };
}

const KINDS = { function: '', 'published-version': 'version ', 'event-source-mapping': 'mapping ' } as const;

/** A function by its name; what else holds an interface with its kind and the function's name. */
export function holderText({ kind, name, function: owner }: EniHolder): string {
  if (kind === 'function') return plain(name);
  return plain(`${KINDS[kind]}${name}${owner === undefined ? '' : ` of ${owner}`}`);
}
