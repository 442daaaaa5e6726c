import { ApiError } from '../api-error';
import { Input, type InputValue } from './input';

/** How deep the members of the APIs are nested, and then some. */
const DEEPEST = 12;

type Tree = Map<string, string | Tree>;

/**
 * The members of a form of the query protocols: `Filter.1.Value.2` is the second value of the first filter; in
 * `ActionNames.member.1`, `member` only says that it is a list (Smithy "AWS query protocol", "AWS EC2 query protocol").
 *
 * @throws ApiError MalformedInput for a name that is a value and a structure at once, or nested beyond all models
 */
export function queryInput(fields: ReadonlyMap<string, string>): Input {
  const root: Tree = new Map();
  for (const [name, value] of fields) if (!COMMON.test(name)) insert(root, name, value);
  return new Input(new Map([...root].map(([name, each]) => [name, valueOf(each)])), 'MalformedInput');
}

/** What every request has, whatever the operation ("Common Parameters"), and a signature in the query. */
const COMMON = /^(?:Action|Version|X-Amz-\w+(?:-\w+)*)$/;

function insert(root: Tree, name: string, value: string): void {
  const steps = name.split('.', DEEPEST + 1);
  const last = steps.pop() ?? '';
  if (steps.length >= DEEPEST) throw malformed(name, 'is nested too deeply');
  let tree = root;
  for (const step of steps) {
    const next = tree.get(step) ?? new Map<string, string | Tree>();
    if (typeof next === 'string') throw malformed(name, 'is in a member that has a value of its own');
    tree.set(step, next);
    tree = next;
  }
  if (tree.has(last)) throw malformed(name, 'has a value, and members of its own');
  tree.set(last, value);
}

function valueOf(tree: string | Tree): InputValue {
  if (typeof tree === 'string') return tree;
  const inner = tree.size === 1 ? tree.get('member') : undefined;
  const list = numbered(inner === undefined || typeof inner === 'string' ? tree : inner);
  return list ?? new Map([...tree].map(([name, each]) => [name, valueOf(each)]));
}

/** The elements of a list in their order; undefined when it is none. */
function numbered(tree: Tree): readonly InputValue[] | undefined {
  const entries = [...tree];
  if (!entries.every(([index]) => /^\d{1,9}$/.test(index))) return undefined;
  return entries.sort(([one], [other]) => Number(one) - Number(other)).map(([, each]) => valueOf(each));
}

function malformed(name: string, what: string): ApiError {
  return new ApiError('MalformedInput', 400, `The parameter ${name.slice(0, 200)} ${what}.`);
}
