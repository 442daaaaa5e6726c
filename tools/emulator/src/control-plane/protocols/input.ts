import { ApiError } from '../api-error';

/** What a member of a request may be. A structure is a {@link Map}, so that no name of a client's is one of JavaScript's. */
export type InputValue = string | number | boolean | readonly InputValue[] | ReadonlyMap<string, InputValue>;

/**
 * The members of a request by the names of the API's model, in whatever protocol they came: a list is a list, whether it was
 * one in JSON or `Filter.1`, `Filter.2` in a form. Nothing is trusted to be what the model says.
 */
export class Input {
  /**
   * @param malformed the service's error code for a member that is something else than the model says
   * @param path where in the request these members are, for messages
   */
  constructor(
    private readonly members: ReadonlyMap<string, InputValue>,
    private readonly malformed: string,
    private readonly path = '',
  ) {}

  /** The names of the members that are there. */
  get names(): readonly string[] {
    return [...this.members.keys()];
  }

  /**
   * A member that is a text, a number or a boolean, as text.
   *
   * @throws ApiError when it is something else
   */
  get(name: string): string | undefined {
    const value = this.members.get(name);
    return value === undefined ? undefined : this.text(value, name);
  }

  /**
   * A list of such; empty when it is not there.
   *
   * @throws ApiError when it is something else
   */
  list(name: string): readonly string[] {
    return this.elements(name).map((value) => this.text(value, name));
  }

  /**
   * The members of a structure; undefined when it is not there.
   *
   * @throws ApiError when it is something else
   */
  structure(name: string): Input | undefined {
    const value = this.members.get(name);
    return value === undefined ? undefined : this.inside(value, name);
  }

  /**
   * A list of structures; empty when it is not there.
   *
   * @throws ApiError when it is something else
   */
  structures(name: string): readonly Input[] {
    return this.elements(name).map((value, index) => this.inside(value, `${name}[${index}]`));
  }

  /** Everything, as JSON has it: for the record. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.members].map(([name, value]) => [name, plain(value)]));
  }

  private elements(name: string): readonly InputValue[] {
    const value = this.members.get(name) ?? [];
    if (isList(value)) return value;
    // So clients of the query protocols write a list without elements.
    if (value === '') return [];
    throw this.refusal(name, 'a list');
  }

  private inside(value: InputValue, name: string): Input {
    if (value instanceof Map) return new Input(value, this.malformed, `${this.path}${name}.`);
    throw this.refusal(name, 'a structure');
  }

  private text(value: InputValue, name: string): string {
    if (typeof value !== 'object') return String(value);
    throw this.refusal(name, 'a text, a number or a boolean');
  }

  private refusal(name: string, wanted: string): ApiError {
    const member = `${this.path}${name}`.slice(0, 200);
    return new ApiError(this.malformed, 400, `The member ${member} is not ${wanted}.`, undefined, {
      messageMember: 'message',
    });
  }
}

function isList(value: InputValue): value is readonly InputValue[] {
  return Array.isArray(value);
}

function plain(value: InputValue): unknown {
  if (isList(value)) return value.map(plain);
  return value instanceof Map
    ? Object.fromEntries([...value].map(([name, inner]) => [name, plain(inner)]))
    : value;
}
