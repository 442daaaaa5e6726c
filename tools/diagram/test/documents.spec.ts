import { type Network, plan } from '@furl/hyperplane';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { diagram, DIAGRAM_FORMATS, type DiagramFormat } from '../src';
import { HOSTILE_NAMES, networks } from './arbitrary-network';
import { fiftyFunctions, functionOf, groupOf, networkOf, subnetOf, workspaceNetwork } from './networks';

function draw(network: Network, format: DiagramFormat): string {
  return diagram(network, plan(network), format);
}

/** All text of an SVG by its elements: `text` is drawn, `title` and `desc` are told. */
function wordsOf(svg: string): {
  readonly drawn: string;
  readonly told: string;
  readonly elements: Set<string>;
} {
  const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: true, trimValues: false });
  const drawn: string[] = [];
  const told: string[] = [];
  const elements = new Set<string>();
  const walk = (nodes: unknown, within: string): void => {
    if (!Array.isArray(nodes)) return;
    for (const node of nodes) {
      for (const [name, value] of Object.entries(node)) {
        if (name === '#text') (within === 'text' ? drawn : told).push(String(value));
        else if (name !== ':@') {
          elements.add(name);
          walk(value, name);
        }
      }
    }
  };
  walk(parser.parse(svg), '');
  return { drawn: drawn.join('\n'), told: told.join('\n'), elements };
}

/** Fifty-seven functions with one group in one subnet, and a function of every hostile name. */
function hostile(): Network {
  const subnets = HOSTILE_NAMES.map((name, index) => subnetOf(`s${index}`, `10.0.${index}.0/24`, { name }));
  return networkOf({
    ...workspaceNetwork(),
    subnets,
    securityGroups: HOSTILE_NAMES.map((name, index) => ({ ...groupOf(name), id: `sg${index}` })),
    functions: HOSTILE_NAMES.flatMap((name, index) => [
      {
        ...functionOf(name, [`s${index}`], [`sg${index}`], { url: { authType: 'NONE' } }),
        id: `in ${index}`,
      },
      { ...functionOf(name), id: `out ${index}` },
    ]),
  });
}

describe.each(DIAGRAM_FORMATS)('%s', (format) => {
  it('is the same bytes for the same network', () => {
    const first = draw(fiftyFunctions(), format);

    expect(draw(structuredClone(fiftyFunctions()), format)).toBe(first);
    expect(first.endsWith('\n')).toBe(true);
  });

  it('tells of this workspace what the article counts by hand', () => {
    const text = draw(workspaceNetwork(), format);

    expect(text).toContain('PrivateVPC');
    expect(text).toContain('10.0.0.0/16');
    expect(text).toContain('4 ENIs');
    expect(text).toContain('ap-northeast-1c');
    expect(text.match(/249 of 251 addresses free/g)?.length).toBeGreaterThanOrEqual(2);
    for (const name of ['furl-proxy', 'furl-server', 'test-lambda-01', 'test-lambda-02', 'test-lambda-03']) {
      expect(text).toContain(name);
    }
    expect(text).toContain('URL AWS_IAM');
    expect(text).toContain('URL NONE');
    expect(text).toContain('calls the URL of furl-server');
  });

  it('has no markup of anybody’s name', () => {
    const text = draw(hostile(), format);

    expect(text).not.toMatch(/<script|<img|<\?xml|<!--/i);
    expect(text).not.toMatch(/[\ud800-\udfff]/u);
    // Line breaks are ours; nothing else is a control character.
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('fetches nothing and runs nothing', () => {
    const text = draw(fiftyFunctions(), format);

    expect(text).not.toMatch(/url\(|@import|href|<script|<foreignObject|\son\w+=/i);
    expect(text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  });
});

describe('svg', () => {
  it('is well-formed whatever the names', () => {
    fc.assert(
      fc.property(networks, (network) => {
        expect(XMLValidator.validate(draw(network, 'svg'))).toBe(true);
      }),
      { numRuns: 100 },
    );
    expect(XMLValidator.validate(draw(hostile(), 'svg'))).toBe(true);
  });

  it('shows a hostile name as text', () => {
    const { drawn, elements } = wordsOf(draw(hostile(), 'svg'));

    expect(drawn).toContain('</text><script>alert(1)</script>');
    expect([...elements].sort()).toEqual(['desc', 'g', 'rect', 'style', 'svg', 'text', 'title']);
  });

  it('is an image with a title and a description of every subnet', () => {
    const svg = draw(workspaceNetwork(), 'svg');

    expect(svg).toMatch(
      /^<svg [^>]*role="img" aria-labelledby="(\S+) (\S+)"[^>]*>\n<title id="\1">.*\n<desc id="\2">/,
    );
    expect(wordsOf(svg).told).toContain('Network plan, ap-northeast-1');
    for (const name of ['PrivateSubnet-1a', 'PrivateSubnet-1c']) {
      expect(wordsOf(svg).told).toMatch(
        new RegExp(`Subnet ${name} \\(10\\.0\\.[12]\\.0/24\\): 249 of 251 addresses free, 2 ENIs`),
      );
    }
  });

  it('cuts a name that is too long, and tells all of it', () => {
    const name = 'a'.repeat(255);
    const { drawn, told } = wordsOf(draw(hostile(), 'svg'));

    expect(drawn).not.toContain(name);
    expect(drawn).toMatch(/a{20}…/);
    expect(told).toContain(name);
  });

  it('names up to twenty functions of an interface, and then says how many more', () => {
    const functions = (count: number): Network => ({
      ...workspaceNetwork(),
      functions: Array.from({ length: count }, (_, index) =>
        functionOf(`orders-${index + 1}-end`, ['subnet-1a'], ['sg outbound-vpc-sg']),
      ),
    });

    expect(wordsOf(draw(functions(20), 'svg')).drawn).toContain('orders-20-end');
    const { drawn, told } = wordsOf(draw(functions(56), 'svg'));
    expect(drawn).toContain('orders-19-end');
    expect(drawn).toContain('… and 37 more');
    expect(drawn).not.toContain('orders-20-end');
    expect(told).toContain('orders-20-end, orders-21-end');
  });
});

describe('html', () => {
  it('holds the picture and the plan as tables', () => {
    const html = draw(fiftyFunctions(), 'html');

    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).toContain('prefers-color-scheme');
    const [svg = ''] = /<svg[^]*<\/svg>/.exec(html) ?? [];
    expect(XMLValidator.validate(svg)).toBe(true);
    for (const caption of ['Subnets', 'ENIs', 'ENIs against the quota', 'Function URLs', 'Warnings']) {
      expect(html).toContain(`<caption>${caption}</caption>`);
    }
    expect(html).toContain('<th scope="row">Private-1a</th>');
    expect(html).toContain('<td class="number">4,082</td>');
    expect(html).toContain('<td><em>unknown</em></td>');
  });

  it('tells in its tables every function that the picture sums up', () => {
    const html = draw(fiftyFunctions(), 'html');
    const tables = html.slice(html.indexOf('</svg>'));

    for (let number = 1; number <= 30; number += 1) {
      expect(tables).toContain(`orders-${String(number).padStart(2, '0')}`);
    }
  });

  it('says so where there is nothing to tell', () => {
    expect(draw(networkOf({}), 'html')).toContain('<p><strong>Warnings:</strong> none.</p>');
  });
});

describe('mmd', () => {
  const NODE = /^ +([A-Za-z]\w*)\["(?:[^"<>&`#;]|#\d+;|<br\/>)*"\]:::(eni|endpoint|gateway|plain|unknown)$/;
  const SUBGRAPH = /^ +subgraph ([A-Za-z]\w*)\["(?:[^"<>&`#;]|#\d+;)*"\]$/;
  const EDGE = /^ +(\w+) (?:~~~|-->) (\w+)$/;
  const OTHER =
    /^ +(?:end|direction TB|classDef [a-z]+ [a-z0-9#:, -]+|acc(?:Title|Descr): (?:[^{}#;"<>]|#\d+;)+)$/;

  /** Holds every line against what a flowchart can have, and answers how many edges there are. */
  function check(text: string): number {
    const [head, ...lines] = text.trimEnd().split('\n');
    expect(head).toBe('flowchart TB');
    const ids: string[] = [];
    const edges: string[] = [];
    let depth = 0;
    for (const line of lines) {
      const declared = (NODE.exec(line) ?? SUBGRAPH.exec(line))?.[1];
      const edge = EDGE.exec(line);
      if (SUBGRAPH.test(line)) depth += 1;
      if (line.trim() === 'end') depth -= 1;
      if (declared !== undefined) ids.push(declared);
      else if (edge !== null) edges.push(edge[1] ?? '', edge[2] ?? '');
      else expect(line).toMatch(OTHER);
    }
    expect(depth).toBe(0);
    expect(new Set(ids).size).toBe(ids.length);
    // The words of Mermaid's own grammar are no ids.
    expect(ids.filter((id) => /^(end|graph|subgraph|style|click|default)$/i.test(id))).toEqual([]);
    expect(edges.filter((id) => !ids.includes(id))).toEqual([]);
    return edges.length / 2;
  }

  it('has only lines that a flowchart has, whatever the names', () => {
    fc.assert(
      fc.property(networks, (network) => {
        check(draw(network, 'mmd'));
      }),
      { numRuns: 100 },
    );
    check(draw(hostile(), 'mmd'));
  });

  it('stays within what Mermaid takes, however large the network', () => {
    const subnets = Array.from({ length: 64 }, (_, index) =>
      subnetOf(`subnet-${index}`, `10.0.${index}.0/24`),
    );
    const names = Array.from({ length: 5000 }, (_, index) => `Stack-Function${index}-0F1E2D3C4B5A`);
    const text = draw(
      networkOf({
        ...workspaceNetwork(),
        subnets,
        functions: names.map((name, index) =>
          functionOf(name, [`subnet-${index % 64}`], [`sg-of-${Math.floor(index / 128)}`]),
        ),
      }),
      'mmd',
    );

    expect(check(text)).toBeLessThanOrEqual(500);
    expect(text.length).toBeLessThanOrEqual(50_000);
  });
});
