import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

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
const MOST_NODES = 2_000_000;

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
      // 2012-10-17 is a text, and 22:22 no number of seconds.
      customTags: (tags) =>
        tags.filter(
          (tag) =>
            typeof tag === 'string' || (!NOT_OF_CLOUDFORMATION.includes(tag.tag) && tag.format !== 'TIME'),
        ),
    });
    const [error] = document.errors;
    if (error !== undefined) fail(error.pos[0], `this is no YAML: ${error.message.split('\n')[0] ?? ''}`);
    return new Conversion(document, fail).json(document.contents);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AssemblyError('TEMPLATE_INVALID', `${file}: it is nested too deeply`, { cause });
  }
}

/** Turns nodes of YAML into the JSON that they mean. */
class Conversion {
  private nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly fail: (offset: number, message: string) => never,
  ) {}

  json(node: unknown): unknown {
    this.nodes += 1;
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined) return this.fail(offsetOf(node), `*${node.source} names no anchor`);
      if (this.nodes > MOST_NODES) return this.fail(offsetOf(node), 'its aliases repeat too much');
      return this.json(target);
    }
    if (isSeq(node))
      return this.tagged(
        node,
        node.items.map((item) => this.json(item)),
      );
    if (isMap(node)) {
      return this.tagged(
        node,
        Object.fromEntries(node.items.flatMap(({ key, value }) => this.pair(key, value))),
      );
    }
    return isScalar(node) ? this.tagged(node, node.value) : null;
  }

  private pair(key: unknown, value: unknown): readonly (readonly [string, unknown])[] {
    const name = isScalar(key) ? String(key.value) : JSON.stringify(this.json(key));
    const json = this.json(value);
    if (name !== '<<' && name !== 'Symbol(<<)') return [[name, json]];
    // What is merged stands before what the map says itself.
    return [json].flat().flatMap((each) => Object.entries(Object(each) as object));
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

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
