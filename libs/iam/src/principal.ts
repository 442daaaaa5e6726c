import type { Caller } from './authorization';
import { isRecord, strings } from './one-or-many';
import { principalArn } from './request-context';
import { any, type Truth } from './truth';

/**
 * How directly a statement names its caller. It decides which other policies still limit the grant ("How AWS
 * enforcement code logic evaluates requests to allow or deny access", resource-based policies).
 */
export type Naming = 'everyone' | 'account' | 'role' | 'session' | 'user' | 'service';

/** Whether a Principal element speaks of a caller, and by which names. */
export interface PrincipalMatch {
  readonly truth: Truth;
  readonly namings: ReadonlySet<Naming>;
  /** What AWS would have refused, or what cannot be known here. */
  readonly problem?: string;
}

/**
 * Compares a Principal or NotPrincipal element with a caller ("AWS JSON policy elements: Principal").
 * A wildcard inside an ARN is not of this grammar and matches nobody for certain.
 */
export function matchPrincipal(element: unknown, caller: Caller): PrincipalMatch {
  if (element === '*') return { truth: true, namings: new Set(['everyone']) };
  if (!isRecord(element) || Object.keys(element).length === 0) {
    return unknown(`a Principal is "*" or an object such as {"AWS": "…"}, not ${JSON.stringify(element)}`);
  }
  const truths: Truth[] = [];
  const namings = new Set<Naming>();
  const problems: string[] = [];
  for (const [type, value] of Object.entries(element)) {
    const names = strings(value);
    if (names === undefined) {
      problems.push(`Principal.${type} is a string or a list of strings`);
      truths.push('unknown');
      continue;
    }
    for (const name of names) {
      const match = matchName(type, name, caller);
      if (typeof match === 'object') {
        truths.push('unknown');
        problems.push(match.problem);
      } else {
        truths.push(match !== false);
        if (match !== false) namings.add(match);
      }
    }
  }
  const [problem] = problems;
  return { truth: any(truths), namings, ...(problem === undefined ? {} : { problem }) };
}

/**
 * Whether a NotPrincipal element exempts a caller. A session is exempt only when the account, the role and the
 * session are all listed, a user when account and user are ("AWS JSON policy elements: NotPrincipal").
 */
export function exempts(element: unknown, caller: Caller): boolean {
  const { truth, namings } = matchPrincipal(element, caller);
  if (truth !== true) return false;
  const needed: Record<Caller['kind'], readonly Naming[]> = {
    anonymous: ['everyone'],
    service: ['service'],
    root: ['account'],
    user: ['account', 'user'],
    role: ['account', 'role'],
    'assumed-role': ['account', 'role', 'session'],
  };
  return namings.has('everyone') || (needed[caller.kind] ?? ['everyone']).every((each) => namings.has(each));
}

function matchName(
  type: string,
  name: string,
  caller: Caller,
): Naming | false | { readonly problem: string } {
  if (type === 'AWS') return matchAws(name, caller);
  if (type === 'Service') {
    if (name.includes('*')) return { problem: `"${name}" is not the name of a service` };
    return caller.kind === 'service' && caller.arn === name ? 'service' : false;
  }
  // No caller here is a federated session; such a name can only be somebody else's.
  if (type === 'Federated') return false;
  return { problem: `whom ${type} "${name}" stands for cannot be known here` };
}

function matchAws(name: string, caller: Caller): Naming | false | { readonly problem: string } {
  if (name === '*') {
    return caller.kind === 'service'
      ? { problem: 'AWS does not say whether {"AWS": "*"} covers services' }
      : 'everyone';
  }
  if (name.includes('*') || name.includes('?')) {
    return { problem: `a wildcard cannot be part of a principal: "${name}"` };
  }
  if (caller.kind === 'anonymous' || caller.kind === 'service') return false;
  if (/^\d{12}$/.test(name) || /^arn:[\w-]+:iam::\d{12}:root$/.test(name)) {
    const account = name.length === 12 ? name : name.split(':')[4];
    return account === caller.accountId ? 'account' : false;
  }
  if (name === caller.arn && caller.kind === 'assumed-role') return 'session';
  if (name === caller.arn && caller.kind === 'user') return 'user';
  const isRoleOfCaller = caller.kind === 'role' || caller.kind === 'assumed-role';
  if (isRoleOfCaller && name === principalArn(caller)) return 'role';
  return matchUniqueId(name, caller);
}

/** AWS shows the unique id in place of the ARN once the role or user was deleted, or made anew. */
function matchUniqueId(name: string, caller: Caller): Naming | false {
  if (!/^A(ROA|IDA)[A-Z0-9]+$/.test(name) || caller.userId === undefined) return false;
  if (caller.kind === 'user') return caller.userId === name ? 'user' : false;
  return caller.userId.split(':')[0] === name ? 'role' : false;
}

function unknown(problem: string): PrincipalMatch {
  return { truth: 'unknown', namings: new Set(), problem };
}
