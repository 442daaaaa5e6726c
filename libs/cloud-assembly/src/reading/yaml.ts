import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';

import { AssemblyError } from '../assembly-error';

/** The short forms of "Intrinsic function reference", and of the functions of conditions and rules. */
const TAGS: ReadonlySet<string> = new Set(
  `And Base64 Cidr Condition Contains EachMemberEquals EachMemberIn Equals FindInMap GetAtt GetAZs GetStackOutput If
  ImportValue Join Length Not Or Ref RefAll Select Split Sub ToJsonString Transform ValueOf ValueOfAll`.split(
    /\s+/,
  ),
);
const OF_YAML = 'tag:yaml.org,2002:';
/** Of YAML's own tags those that CloudFormation does not take ("CloudFormation template formats": YAML). */
const NOT_OF_CLOUDFORMATION = ['binary', 'omap', 'pairs', 'set', 'timestamp'].map(
  (name) => `${OF_YAML}${name}`,
);
/** Aliases repeat what they name; no template that is written by people comes near. */
const MOST_REPEATED = 100_000;

/**
 * Parses YAML as CloudFormation takes it: version 1.1 without times and dates, short forms of intrinsic functions as the
 * long ones.
 * @param file for messages
 * @throws AssemblyError `TEMPLATE_INVALID` with file and line
 */
export function parseYaml(text: string, file: string): unknown {
  const lineCounter = new LineCounter();
  const fail = (offset: number, message: string): never => {
    throw new AssemblyError('TEMPLATE_INVALID', `${file}:${lineCounter.linePos(offset).line}: ${message}`);
  };
  try {
    const document = parseDocument(text, {
      version: '1.1',
      lineCounter,
      prettyErrors: false,
      // Looked for below: here it takes time that grows with the square of the number of keys.
      uniqueKeys: false,
      merge: false,
      // 2012-10-17 is a text, and 22:22 no number of seconds.
      customTags: (tags) =>
        tags.filter(
          (tag) =>
            typeof tag === 'string' || (!NOT_OF_CLOUDFORMATION.includes(tag.tag) && tag.format !== 'TIME'),
        ),
    });
    const [error] = document.errors;
    if (error !== undefined) fail(error.pos[0], explain(error));
    return new Conversion(document, fail).json(document.contents);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AssemblyError('TEMPLATE_INVALID', `${file}: it is nested too deeply`, { cause });
  }
}

/** Turns nodes of YAML into the JSON that they mean. */
class Conversion {
  private aliases = 0;
  private repeated = 0;

  constructor(
    private readonly document: Document,
    private readonly fail: (offset: number, message: string) => never,
  ) {}

  json(node: unknown): unknown {
    if (this.aliases > 0) this.repeated += 1;
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined) return this.fail(offsetOf(node), `*${node.source} names no anchor`);
      if (this.repeated > MOST_REPEATED) return this.fail(offsetOf(node), 'its aliases repeat too much');
      this.aliases += 1;
      const json = this.json(target);
      this.aliases -= 1;
      return json;
    }
    if (isSeq(node))
      return this.tagged(
        node,
        node.items.map((item) => this.json(item)),
      );
    if (isMap(node)) return this.tagged(node, this.object(node));
    return isScalar(node) ? this.tagged(node, scalar(node)) : null;
  }

  private object(node: YAMLMap): object {
    const merged: (readonly [string, unknown])[] = [];
    const own = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : JSON.stringify(this.json(key));
      const json = this.json(value);
      if (name === '<<')
        merged.push(...[json].flat().flatMap((each) => Object.entries(Object(each) as object)));
      else if (own.has(name))
        this.fail(offsetOf(isScalar(key) ? key : node), `the key "${name}" is there twice`);
      else own.set(name, json);
    }
    // What is merged gives way to what the map says itself.
    return Object.fromEntries([...merged, ...own]);
  }

  private tagged(node: Node, value: unknown): unknown {
    const { tag } = node;
    if (tag === undefined || tag === '!') return value;
    if (tag.startsWith(OF_YAML) && !NOT_OF_CLOUDFORMATION.includes(tag)) return value;
    const name = tag.slice(1);
    if (!tag.startsWith('!') || !TAGS.has(name)) {
      const shown = tag.replace(OF_YAML, '!!');
      return this.fail(
        offsetOf(node),
        `CloudFormation has no tag ${shown}: write an intrinsic function, or take it away`,
      );
    }
    return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
  }
}

/** A number that is not written as JSON would write it is a text: an account id, a version, a lonely point. */
function scalar({ value, source }: Scalar): unknown {
  const isText = typeof value === 'number' && source !== undefined && String(value) !== source;
  return isText ? source : typeof value === 'bigint' ? String(value) : value;
}

function explain({ code, message }: YAMLParseError): string {
  if (code === 'MULTIPLE_DOCS') return 'here begins a second document: a template is one';
  if (message.includes('call stack')) return 'it is nested too deeply';
  return `this is no YAML: ${message.split('\n')[0] ?? ''}`;
}

/** The line in which a text is no JSON; undefined when it would be YAML. */
export function brokenLineOf(text: string): number | undefined {
  const lineCounter = new LineCounter();
  const { errors } = parseDocument(text, {
    schema: 'json',
    prettyErrors: false,
    uniqueKeys: false,
    lineCounter,
  });
  const [error] = errors;
  return error === undefined ? undefined : lineCounter.linePos(error.pos[0]).line;
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
