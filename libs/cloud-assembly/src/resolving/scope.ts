import { AssemblyError, type AssemblyErrorCode } from '../assembly-error';
import type { Problem } from '../cloud-assembly';
import { isObject, own, show } from '../json';
import type { Resource, Stack } from '../reading/stack';
import { INTRINSICS } from '../intrinsics';
import { resolveReference } from './references';
import { resolveAttribute } from './resource-attributes';
import { evaluateCondition } from './conditions';
import { asText, NO_VALUE, type Value } from './value';
import type { World } from './world';

/** Levels of nesting between two references, and references that lead from one to the next. */
const DEEPEST = 40;
const LONGEST_TEXT = 1024 * 1024;
const STANDS_IN = '" stands in its place';

/** Where a property was found: what stands there, and the place of it. */
export interface Place {
  readonly raw: unknown;
  readonly scope: Scope;
}

/** A place in a template: resolves the values that stand there and reports what is wrong with them. */
export class Scope {
  constructor(
    readonly world: World,
    readonly stack: Stack,
    /** Its path, or the place above it: most paths are never asked for. */
    private readonly above: string | Scope,
    private readonly sink: (problem: Problem) => void,
    private readonly depth = 0,
    private readonly segments: readonly (string | number)[] = [],
  ) {}

  /** Stack, logical id and property path, joined by dots. */
  get path(): string {
    const { above, segments } = this;
    const path = typeof above === 'string' ? above : above.path;
    return segments.length === 0 ? path : [path, ...segments].join('.');
  }

  /** The same place, further down. */
  at(...segments: readonly (string | number)[]): Scope {
    return new Scope(this.world, this.stack, this, this.sink, this.depth + 1, segments);
  }

  /** The same place, from which values of another stack are looked up. */
  within(stack: Stack): Scope {
    return new Scope(this.world, stack, this, this.sink, this.depth + 1);
  }

  /** Names a problem at this place. */
  report(message: string): void {
    this.sink({ path: this.path, message });
  }

  /** Names a problem and gives what stands in for the value that is not known. */
  fail(message: string, placeholder: string): string {
    this.report(`${message}; "${placeholder}${STANDS_IN}`);
    return placeholder;
  }

  /**
   * As {@link fail}, for a value of which only AWS, or whoever deploys, knows what it is: the placeholder stands for one
   * and the same value wherever it is met.
   */
  opaque(message: string, placeholder: string): string {
    this.world.opaque.add(placeholder);
    return this.fail(message, placeholder);
  }

  /** Whether a value is such a placeholder. */
  isOpaque(value: Value | undefined): boolean {
    return typeof value === 'string' && this.world.opaque.has(value);
  }

  /**
   * As {@link fail}, for what CloudFormation would refuse to deploy.
   * @throws AssemblyError in a strict world
   */
  refuse(code: AssemblyErrorCode, message: string, remedy: string, placeholder: string): string {
    if (this.world.isStrict) throw new AssemblyError(code, `${this.path}: ${message}: ${remedy}`);
    return this.fail(message, placeholder);
  }

  /** Whether this place lies deeper than any sensible template reaches. */
  isTooDeep(): boolean {
    return this.depth > DEEPEST;
  }

  /** Resolves a value with every intrinsic function in it. Never throws; cycles and depth are problems. */
  resolve(value: unknown): Value {
    if (this.isTooDeep())
      return this.fail(`the value is nested more than ${DEEPEST} levels deep`, 'too-deep');
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
    if (Array.isArray(value)) {
      return value
        .map((each: unknown, index) => this.at(index).resolve(each))
        .filter((each) => each !== NO_VALUE);
    }
    if (!isObject(value)) return this.fail(`${show(value)} is no value of JSON`, 'unknown');
    const keys = Object.keys(value);
    const name = keys.find((key) => key === 'Ref' || key.startsWith('Fn::'));
    if (name !== undefined) return this.call(name, value, keys.length);
    const resolved = Object.entries(value).map(([key, each]) => [key, this.at(key).resolve(each)] as const);
    return Object.fromEntries(resolved.filter(([, each]) => each !== NO_VALUE));
  }

  /** Resolves a property of a resource; undefined when it is not there, or has no value. */
  property(resource: Resource, ...path: readonly string[]): Value | undefined {
    const place = this.locate(resource.properties, ...path);
    const value = place?.scope.resolve(place.raw);
    return value === NO_VALUE ? undefined : value;
  }

  /**
   * Where a property below this place stands, through the branches of `Fn::If` that count; undefined when it is not
   * there. An intrinsic function on the way that gives no object is a problem.
   */
  locate(root: unknown, ...path: readonly string[]): Place | undefined {
    let place = this.branch({ raw: root, scope: this });
    for (const key of path) {
      const { raw, scope } = place;
      const object = isCall(raw) ? scope.resolve(raw) : raw;
      const below = own(object, key);
      if (below === undefined) return undefined;
      place = this.branch({ raw: below, scope: scope.at(key) });
    }
    return place;
  }

  /** What `Ref` gives for a logical id or pseudo parameter. */
  reference(name: string): Value {
    return this.once(`Ref ${name}`, (scope) => resolveReference(name, scope));
  }

  /** What `Fn::GetAtt` gives. */
  attribute(logicalId: string, attribute: string): Value {
    return this.once(`GetAtt ${logicalId}.${attribute}`, (scope) =>
      resolveAttribute(logicalId, attribute, scope),
    );
  }

  /** Whether a named condition holds; undefined, with a problem, when that cannot be known. */
  condition(name: string): boolean | undefined {
    const value = this.once(`Condition ${name}`, (scope) => evaluateCondition(name, scope) ?? NO_VALUE);
    return value === NO_VALUE ? undefined : value === true;
  }

  /** The value of an output of a stack; undefined when there is no such output. */
  output(stack: Stack, name: string): Value | undefined {
    const output = own(own(stack.template, 'Outputs'), name);
    const value = own(output, 'Value');
    if (value === undefined || !this.isCreated(stack, output)) return undefined;
    return this.within(stack).once(`Output ${name}`, (scope) => scope.resolve(value));
  }

  /** The name under which a stack exports an output; undefined when it exports none, or none is known. */
  exportName(stack: Stack, output: string): string | undefined {
    const name = own(own(own(own(stack.template, 'Outputs'), output), 'Export'), 'Name');
    if (name === undefined) return undefined;
    const { result } = this.collect((scope) =>
      scope.within(stack).once(`Export of ${output}`, (inner) => inner.resolve(name)),
    );
    return asText(result);
  }

  /** Runs something and collects the problems instead of reporting them. */
  collect<T>(
    work: (scope: Scope) => T,
    depth = this.depth + 1,
  ): { readonly result: T; readonly messages: readonly string[] } {
    const messages: string[] = [];
    const scope = new Scope(this.world, this.stack, this, ({ message }) => messages.push(message), depth);
    return { result: work(scope), messages };
  }

  /** Resolves something once for the whole assembly; whoever needs it again gets its problems again. */
  private once(name: string, work: (scope: Scope) => Value): Value {
    const key = `${this.world.stacks.indexOf(this.stack)} ${name}`;
    const known = this.world.memo.get(key);
    if (known !== undefined) {
      for (const message of known.messages) this.report(message);
      return known.value;
    }
    const { active } = this.world;
    if (active.includes(key)) {
      const remedy = 'take one of the references between them away';
      return this.refuse(
        'REFERENCES_CIRCULAR',
        `${this.stack.name}: ${name} depends on itself`,
        remedy,
        'circular',
      );
    }
    if (active.length >= DEEPEST)
      return this.fail(
        `${this.stack.name}: ${name} is reached through more than ${DEEPEST} references`,
        'too-deep',
      );
    active.push(key);
    const { result, messages } = this.collect((scope) => {
      const value = this.guard(name, () => work(scope));
      // References give texts and lists of texts; anything else could grow without bounds when used twice.
      return isPlain(value)
        ? value
        : scope.fail(`${this.stack.name}: ${name} is neither a text nor a list of texts`, name);
    }, 0);
    active.pop();
    const distinct = messages.length < 2 ? messages : [...new Set(messages)];
    this.world.memo.set(key, { value: result, messages: distinct });
    for (const message of distinct) this.report(message);
    return result;
  }

  /** An output whose condition does not hold is not there; one of which that is not known is. */
  private isCreated(stack: Stack, output: unknown): boolean {
    const condition = own(output, 'Condition');
    if (typeof condition !== 'string') return true;
    return this.collect((scope) => scope.within(stack).condition(condition)).result !== false;
  }

  /** Follows `Fn::If` as long as it is known which branch counts. */
  private branch(place: Place): Place {
    let { raw, scope } = place;
    while (isCall(raw) && !scope.isTooDeep()) {
      const [condition, ...branches] = listOf(own(raw, 'Fn::If'));
      if (typeof condition !== 'string' || branches.length !== 2) break;
      const { result: holds, messages } = scope.collect((inner) => inner.condition(condition));
      if (holds === undefined || messages.length > 0) break;
      const index = holds ? 0 : 1;
      raw = branches[index];
      scope = scope.at('Fn::If', index + 1);
    }
    return { raw, scope };
  }

  private call(name: string, value: Readonly<Record<string, unknown>>, keyCount: number): Value {
    if (keyCount !== 1)
      return this.fail(`${name} has other keys beside it: ${show(Object.keys(value))}`, name);
    const intrinsic = INTRINSICS.get(name);
    if (intrinsic === undefined) return this.fail(`${name} is not understood`, name);
    const result = this.guard(name, () => intrinsic(value[name], this.within(this.stack)));
    if (typeof result === 'string' && result.length > LONGEST_TEXT) {
      return this.fail(`${name} gives more than ${LONGEST_TEXT} characters`, 'too-long');
    }
    return result;
  }

  /** A template can ask for more than memory or stack can hold; that is its problem and no crash. */
  private guard(name: string, work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (error instanceof Error && error.name === 'RangeError')
        return this.fail(`${name} asks for too much`, 'too-long');
      throw error;
    }
  }

  private text(value: string): string {
    const reference = /\{\{resolve:[^}]{0,200}/.exec(value)?.[0];
    if (reference !== undefined) {
      // A text that is nothing but one is the same value wherever it stands.
      if (/^\{\{resolve:[^{}]+\}\}$/.test(value)) this.world.opaque.add(value);
      this.report(`${reference}}} is read by CloudFormation at deployment; the text stays as it is`);
    }
    return value;
  }
}

/** A message without what it says about a placeholder. */
export function reasonOf(message: string): string {
  return message.endsWith(STANDS_IN) ? message.slice(0, message.lastIndexOf('; "')) : message;
}

/** Whether something of a template is a call of an intrinsic function. */
export function isCall(raw: unknown): raw is Readonly<Record<string, unknown>> {
  const [name, ...others] = isObject(raw) ? Object.keys(raw) : [];
  return name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function isPlain(value: Value): boolean {
  return Array.isArray(value) ? value.every((each) => isScalar(each)) : isScalar(value);
}

function isScalar(value: Value): boolean {
  return value === NO_VALUE || asText(value) !== undefined;
}
