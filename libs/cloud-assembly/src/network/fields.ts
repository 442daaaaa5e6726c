import type { Ids, Maybe, Unknown } from '@furl/hyperplane';

import { isObject, own, show } from '../json';
import { isCall, reasonOf, type Scope } from '../resolving/scope';
import { asText, NO_VALUE, type Value } from '../resolving/value';

/** Where something is in an object of a template: the names of properties. */
type Path = readonly string[];

/**
 * An object or a value of a template that is read piece by piece: each piece is known, or absent, or {@link Unknown} with
 * the reason. A placeholder that stands for one and the same value everywhere is as good as known: it is an opaque id.
 */
export class Fields {
  constructor(
    /** As it stands in the template. */
    readonly root: unknown,
    readonly scope: Scope,
  ) {}

  /** Whether a property is there; without a path, whether it has a value at all. */
  has(...path: Path): boolean {
    const { result: place, messages } = this.scope.collect((scope) => scope.locate(this.root, ...path));
    if (place === undefined) return messages.length > 0;
    return own(place.raw, 'Ref') !== 'AWS::NoValue';
  }

  /** A text; an opaque id is one. */
  text(...path: Path): Maybe<string> | undefined {
    const { value, messages } = this.value(path);
    if (value === undefined) return messages.length === 0 ? undefined : this.unknown(path, messages);
    const text = asText(value);
    const isKnown = messages.length === 0 || this.scope.isOpaque(value);
    return isKnown && text !== undefined
      ? text
      : this.unknown(path, messages, `${show(value)} is not a text`);
  }

  /** A text that is one of some words, whatever its case, in the case given here. */
  word<T extends string>(words: readonly T[], ...path: Path): Maybe<T> | undefined {
    return this.exactly(path, `one of ${words.join(', ')}`, (text) =>
      words.find((each) => each.toLowerCase() === text.toLowerCase()),
    );
  }

  /** A whole number, or one as text. */
  number(...path: Path): Maybe<number> | undefined {
    return this.exactly(path, 'a number', (text) => (/^-?\d+$/.test(text) ? Number(text) : undefined));
  }

  /** True or false, as such or as text; the fallback when it is absent. */
  flag(fallback: boolean, ...path: Path): Maybe<boolean> {
    const flag = this.word(['true', 'false'], ...path);
    return flag === undefined ? fallback : typeof flag === 'string' ? flag === 'true' : flag;
  }

  /** A list of ids; none when it is absent. */
  ids(...path: Path): Ids {
    const elements = this.elements(...path);
    if (!isList(elements)) return elements;
    return elements.flatMap((element) => element.text() ?? []);
  }

  /** Why it is not known what an object is; undefined when it is known, or absent. */
  unresolved(...path: Path): Unknown | undefined {
    const { result: place } = this.scope.collect((scope) => scope.locate(this.root, ...path));
    if (place === undefined || !isCall(place.raw)) return undefined;
    const { value, messages } = this.value(path);
    return isObject(value) || messages.length === 0 ? undefined : this.unknown(path, messages);
  }

  /** The elements of a list, without those of no value; none when it is absent. */
  elements(...path: Path): readonly Fields[] | Unknown {
    const { result: place, messages } = this.scope.collect((scope) => scope.locate(this.root, ...path));
    if (place === undefined) return messages.length === 0 ? [] : this.unknown(path, messages);
    const at = (raw: unknown, index: number): Fields => new Fields(raw, this.scope.at(...path, index));
    if (Array.isArray(place.raw)) return place.raw.map(at).filter((element) => element.has());
    const { value, messages: reasons } = this.value(path);
    if (value === undefined && reasons.length === 0) return [];
    // CloudFormation takes one text for a list of one.
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isKnown =
      reasons.length === 0 ||
      (Array.isArray(value) && value.every((each: Value) => this.scope.isOpaque(each)));
    return isKnown ? list.map(at) : this.unknown(path, reasons);
  }

  /** The value with every intrinsic function in it resolved, and what there is to say about it. */
  value(path: Path = []): { readonly value: Value | undefined; readonly messages: readonly string[] } {
    const { result, messages } = this.scope.collect((scope) => {
      const place = scope.locate(this.root, ...path);
      return place?.scope.resolve(place.raw);
    });
    return { value: result === NO_VALUE ? undefined : result, messages };
  }

  /** The values of some properties as one text; two texts differ when the properties do. */
  fingerprint(...properties: Path): string {
    return JSON.stringify(properties.map((name) => this.value([name]).value ?? null));
  }

  /** Says that something is not known, and why: by the first message, else otherwise. */
  unknown(path: Path, messages: readonly string[], otherwise = 'it is not known'): Unknown {
    const [first] = messages;
    return {
      unknown: first === undefined ? otherwise : reasonOf(first),
      path: [this.scope.path, ...path].join('.'),
    };
  }

  /** A text of which it matters what it says, so that an opaque id is not known. */
  private exactly<T>(path: Path, what: string, read: (text: string) => T | undefined): Maybe<T> | undefined {
    const { value, messages } = this.value(path);
    if (messages.length > 0) return this.unknown(path, messages);
    if (value === undefined) return undefined;
    const text = asText(value);
    const result = text === undefined ? undefined : read(text);
    return result ?? this.unknown(path, [], `${show(value)} is not ${what}`);
  }
}

/** Whether a list is known. */
export function isList<T>(list: readonly T[] | Unknown): list is readonly T[] {
  return Array.isArray(list);
}

/** Whether something is not known. */
export function isUnknown(value: unknown): value is Unknown {
  return own(value, 'unknown') !== undefined;
}
