import { type Fact } from '../model/maybe';
import type { Attachment, EniPicture, Holder, Picture, SubnetPicture, VpcPicture } from '../model/picture';
import { joined } from '../model/routes';
import { capped, counted } from '../model/words';
import { label, plainLine } from './label';

/** What one box shows at most. */
export interface FlowchartLimits {
  readonly holders: number;
  readonly boxes: number;
}

/** Boxes side by side; further ones go below. */
const ACROSS = 4;

/** How nodes look: legible by day and by night, for each has a ground of its own. */
const CLASSES = [
  'classDef eni fill:#fff7ec,stroke:#dfa95c,color:#1f2328',
  'classDef endpoint fill:#eef8f4,stroke:#74b39a,color:#1f2328',
  'classDef gateway fill:#eff4fd,stroke:#8aabdc,color:#1f2328',
  'classDef plain fill:#ffffff,stroke:#c6ced6,color:#1f2328',
  'classDef unknown fill:#ffffff,stroke:#8a949e,color:#57606a,stroke-dasharray:4 3',
];

/** Writes the lines of one flowchart. Ids are ours: names stand in labels only. */
export class Flowchart {
  readonly #limits: FlowchartLimits;
  readonly #lines: string[] = ['flowchart TB'];
  #edges = 0;

  constructor(limits: FlowchartLimits) {
    this.#limits = limits;
  }

  /** The whole text. */
  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  /** Edges so far, those included that are not seen. */
  get edges(): number {
    return this.#edges;
  }

  /** The picture's parts, one below the other. */
  write(picture: Picture, title: string): void {
    this.#line(1, `accTitle: ${plainLine(title)}`);
    this.#line(1, `accDescr: ${plainLine(picture.summary)}`);
    const parts = [
      ...this.#functions('outside', 'Outside any VPC', picture.outside),
      ...this.#functions('unplaced', 'Placement unknown', picture.unplaced),
      ...picture.vpcs.map((vpc, index) => this.#vpc(vpc, `vpc${index + 1}`)),
      ...this.#notKnown(picture.notKnown),
    ];
    this.#arrange(1, parts, 1);
    for (const each of CLASSES) this.#line(1, each);
  }

  #functions(id: string, title: string, holders: readonly Holder[]): string[] {
    if (holders.length === 0) return [];
    this.#open(1, id, [title]);
    const [shown, more] = capped(holders, this.#limits.boxes);
    const nodes = shown.map((holder, index) =>
      this.#node(2, `${id}${index + 1}`, holderLines(holder), 'plain'),
    );
    if (more.length > 0) nodes.push(this.#node(2, `${id}Rest`, [`… and ${more.length} more`], 'plain'));
    this.#arrange(2, nodes, ACROSS);
    this.#line(1, 'end');
    return [id];
  }

  #notKnown(reasons: readonly string[]): string[] {
    if (reasons.length === 0) return [];
    const [shown, more] = capped(reasons, 12);
    const rest = more.length > 0 ? [`… and ${more.length} more`] : [];
    return [this.#node(1, 'notKnown', ['What the template does not tell', ...shown, ...rest], 'unknown')];
  }

  /** Answers the id of what is lowest, below which the next part goes. */
  #vpc(vpc: VpcPicture, id: string): string {
    const quota = vpc.quota === undefined ? [] : [vpc.quota.text];
    // On one line: Mermaid keeps no room for more of them above a subgraph in a subgraph.
    const title = [`VPC ${vpc.name.text}`, ...texts(vpc.blocks), ...quota].join(' · ');
    this.#open(1, id, [title]);
    const zones = vpc.zones.map((zone, index) => {
      const zoneId = `${id}zone${index + 1}`;
      this.#open(2, zoneId, [zone.name.text]);
      const subnets = zone.subnets.map((subnet, each) => this.#subnet(subnet, `${zoneId}subnet${each + 1}`));
      this.#arrange(3, subnets, 1);
      this.#line(2, 'end');
      return zoneId;
    });
    if (zones.length === 0) zones.push(this.#node(2, `${id}empty`, ['no subnets'], 'plain'));
    const attached = vpc.attached.map((each, index) =>
      this.#attachment(2, `${id}attached${index + 1}`, each, 'endpoint'),
    );
    this.#arrange(2, zones, 1);
    this.#arrange(2, attached, ACROSS);
    this.#line(1, 'end');
    const exits = vpc.waysOut.map((exit, index) =>
      this.#attachment(1, `${id}exit${index + 1}`, exit, 'gateway'),
    );
    for (const exit of exits) this.#edge(1, `${id} --> ${exit}`);
    return exits[0] ?? id;
  }

  #subnet(subnet: SubnetPicture, id: string): string {
    const { enis, endpoints, natGateways, notCounted } = subnet;
    this.#open(3, id, [subnet.name]);
    const facts = [...texts(subnet.blocks), subnet.free.text, ...routeLines(subnet)];
    const nodes = [
      this.#node(4, `${id}facts`, facts, subnet.free.unknown === undefined ? 'plain' : 'unknown'),
    ];
    const [shown, more] = capped(enis, this.#limits.boxes);
    nodes.push(...shown.map((eni, index) => this.#eni(eni, `${id}eni${index + 1}`)));
    if (more.length > 0) {
      nodes.push(this.#node(4, `${id}eniRest`, [`… and ${counted(more.length, 'more ENI')}`], 'eni'));
    }
    if (endpoints.length > 0) {
      const names = endpoints.map(({ name, details }) => texts([name, ...details]).join(' · '));
      const title = counted(endpoints.length, 'interface endpoint');
      nodes.push(this.#node(4, `${id}endpoints`, [title, ...names], 'endpoint'));
    }
    natGateways.forEach(({ name, details }, index) => {
      nodes.push(
        this.#node(4, `${id}nat${index + 1}`, ['NAT gateway', ...texts([name, ...details])], 'gateway'),
      );
    });
    if (notCounted.length > 0) {
      const lines = ['Takes addresses too, not counted', ...notCounted];
      nodes.push(this.#node(4, `${id}others`, lines, 'plain'));
    }
    this.#arrange(4, nodes, ACROSS);
    this.#line(3, 'end');
    return id;
  }

  #eni({ holders, securityGroups, unknown }: EniPicture, id: string): string {
    const [shown, more] = capped(holders, this.#limits.holders);
    const doubt = securityGroups.length === 0 ? 'groups unknown' : 'further groups unknown';
    const groups = unknown === undefined ? securityGroups : [...securityGroups, doubt];
    const rest = more.length === 0 ? [] : [`… and ${more.length} more`];
    const lines = [`ENI: ${groups.join(', ')}`, ...shown.flatMap(holderLines), ...rest];
    return this.#node(4, id, lines, unknown === undefined ? 'eni' : 'unknown');
  }

  #attachment(depth: number, id: string, { kind, name, details }: Attachment, style: string): string {
    const isUnknown = [name, ...details].some(({ unknown }) => unknown !== undefined);
    const lines = texts([{ text: kind }, name, ...details]).filter((text) => text !== '');
    return this.#node(depth, id, lines, isUnknown ? 'unknown' : style);
  }

  /** Rows of so many, by edges that are not seen: Mermaid places by edges, and otherwise as it likes. */
  #arrange(depth: number, ids: readonly string[], across: number): void {
    ids.forEach((id, index) => {
      const above = ids[index - across];
      if (above !== undefined) this.#edge(depth, `${above} ~~~ ${id}`);
    });
  }

  /** Begins a subgraph. It says its direction: without it, Mermaid takes another one for every second level. */
  #open(depth: number, id: string, title: readonly string[]): void {
    this.#line(depth, `subgraph ${id}[${label(title)}]`);
    this.#line(depth + 1, 'direction TB');
  }

  #edge(depth: number, text: string): void {
    this.#edges += 1;
    this.#line(depth, text);
  }

  #node(depth: number, id: string, lines: readonly string[], style: string): string {
    this.#line(depth, `${id}[${label(lines)}]:::${style}`);
    return id;
  }

  #line(depth: number, text: string): void {
    this.#lines.push(`${'  '.repeat(depth)}${text}`);
  }
}

function routeLines({ routes }: SubnetPicture): string[] {
  return routes.map(({ destinations, target }) => {
    const to = texts(joined(destinations)).join('');
    return to === '' ? target.text : `${to} → ${target.text}`;
  });
}

function holderLines({ name, url, notes }: Holder): string[] {
  const own = url === undefined ? `λ ${name}` : `λ ${name} · ${url.label.text}`;
  return [own, ...texts(notes)];
}

function texts(facts: readonly Fact[]): string[] {
  return facts.map(({ text }) => text);
}
