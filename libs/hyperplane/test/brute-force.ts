import type {
  Destination,
  LambdaFunction,
  NetworkAcl,
  Network,
  SecurityGroupRule,
  Subnet,
  VpcConfig,
  VpcEndpoint,
} from '../src/network';

/**
 * A second opinion, written to share nothing with the library: it sends single packets, request and reply, through the
 * network, from single addresses and ports to single addresses, in every world that what is not told allows (what a transit
 * gateway does, who has an address). A destination is reached if every packet arrives in every world, and not if none does.
 * It works where the samples below hit every class that the network's blocks and ports part.
 */
const PUBLIC_SAMPLES = ['1.1.1.1', '8.8.8.8', '93.184.216.34', '130.1.1.1'];
const EPHEMERAL_SAMPLES = [1024, 40000];
const HOST_SAMPLES = ['10', '200'];

type Answer = 'yes' | 'no' | 'partial';

interface Wire {
  /** An IPv4 address, or `six` for any public IPv6 one. */
  readonly to: string;
  readonly port: number;
  readonly carriers: readonly string[];
  readonly subnet?: string;
}

/** What is not told, decided one way. */
interface World {
  readonly owner?: string;
  readonly beyond: boolean;
  readonly carriesGroup: boolean;
  readonly dns: boolean;
}

export function bruteForce(network: Network, fn: LambdaFunction, to: Destination): Answer {
  const config = sure(fn.vpcConfig);
  if (config === undefined) return withoutVpc(to);
  const answers = list(config.subnets).map((id) => {
    const subnet = network.subnets.find((each) => each.id === id);
    return subnet === undefined ? 'partial' : fromSubnet(network, config, subnet, to);
  });
  return unanimous(answers);
}

function fromSubnet(network: Network, config: VpcConfig, subnet: Subnet, to: Destination): Answer {
  const lab = new Lab(network, config, subnet);
  const six = (port: number, named: boolean): Answer =>
    lab.speaksIpv6() ? lab.send([{ to: 'six', port, carriers: [] }], { owners: [undefined], named }) : 'no';
  const four = (port: number, named: boolean): Answer =>
    lab.send(
      PUBLIC_SAMPLES.map((each) => ({ to: each, port, carriers: [] })),
      { owners: [undefined], named },
    );
  const capped = (answer: Answer): Answer => (answer === 'yes' ? 'partial' : answer);
  switch (to.kind) {
    case 'internet':
      return better(four(443, false), capped(six(443, false)));
    case 'function-url':
      return better(four(443, true), six(443, true));
    case 'service':
      return better(lab.service(to.service), capped(six(443, true)));
    case 'cidr': {
      const all = [
        ...PUBLIC_SAMPLES,
        ...['0', '1', '2', '3'].flatMap((n) => HOST_SAMPLES.map((h) => `10.0.${n}.${h}`)),
        '10.9.0.1',
        '192.168.1.1',
      ];
      const targets = all.filter((each) => within(each, to.cidr));
      const ports = to.port === undefined ? [1, 443, 5432, 9999] : [to.port];
      const wires = targets.flatMap((each) => ports.map((port) => ({ to: each, port, carriers: [] })));
      return lab.send(wires, { owners: [undefined, 's3', 'dynamodb'], named: false });
    }
    case 'resource': {
      const resource = network.resources.find(({ id }) => id === to.resource);
      if (resource === undefined) return 'partial';
      return lab.interfaces(list(resource.subnets), list(resource.securityGroups), sure(resource.port) ?? 0);
    }
    default:
      throw new Error(`not modelled: ${to.kind}`);
  }
}

/** One function's connections from one subnet. */
class Lab {
  constructor(
    private readonly network: Network,
    private readonly config: VpcConfig,
    private readonly subnet: Subnet,
  ) {}

  speaksIpv6(): boolean {
    const all = list(this.config.subnets).map((id) => this.network.subnets.find((each) => each.id === id));
    return this.config.ipv6AllowedForDualStack === true && all.every((each) => each?.hasIpv6 === true);
  }

  send(
    wires: readonly Wire[],
    { owners, named }: { owners: readonly (string | undefined)[]; named: boolean },
  ): Answer {
    const outcomes: boolean[] = [];
    for (const wire of wires) {
      for (const owner of isPrivate(wire.to) ? [undefined] : owners) {
        for (const beyond of [true, false]) {
          for (const carriesGroup of isPrivate(wire.to) && wire.subnet === undefined
            ? [true, false]
            : [false]) {
            const world = { ...(owner !== undefined && { owner }), beyond, carriesGroup, dns: true };
            outcomes.push(...this.trips(wire, world));
            if (named && !this.hasDns()) outcomes.push(false);
          }
        }
      }
    }
    return summed(outcomes);
  }

  service(service: string): Answer {
    const vpc = this.network.vpcs.find(({ id }) => id === this.subnet.vpc);
    const endpoint = this.network.endpoints.find(
      (each): boolean =>
        each.type === 'interface' &&
        sure(each.serviceName)?.endsWith(`.${service}`) === true &&
        each.privateDnsEnabled === true &&
        vpc?.enableDnsHostnames === true &&
        vpc.enableDnsSupport === true,
    );
    if (endpoint !== undefined)
      return this.interfaces(list(endpoint.subnets), list(endpoint.securityGroups), 443);
    const wires = PUBLIC_SAMPLES.map((to) => ({ to, port: 443, carriers: [] }));
    return this.send(wires, { owners: [service], named: true });
  }

  interfaces(subnets: readonly string[], groups: readonly string[], port: number): Answer {
    const wires = subnets.flatMap((id) => {
      const base = sure(this.network.subnets.find((each) => each.id === id)?.cidrBlock)
        ?.split('.')
        .slice(0, 3);
      return HOST_SAMPLES.map((host) => ({
        to: `${base?.join('.')}.${host}`,
        port,
        carriers: groups,
        subnet: id,
      }));
    });
    return this.send(wires, { owners: [undefined], named: false });
  }

  private hasDns(): boolean {
    return this.network.vpcs.find(({ id }) => id === this.subnet.vpc)?.enableDnsSupport === true;
  }

  private trips(wire: Wire, world: World): boolean[] {
    const base = sure(this.subnet.cidrBlock)?.split('.').slice(0, 3).join('.') ?? '';
    const sources = wire.to === 'six' ? ['six'] : HOST_SAMPLES.map((host) => `${base}.${host}`);
    return sources.flatMap((source) =>
      EPHEMERAL_SAMPLES.map((reply) => this.trip(source, reply, wire, world)),
    );
  }

  /** One request and its reply. */
  private trip(source: string, reply: number, wire: Wire, world: World): boolean {
    const mine = list(this.config.securityGroups);
    if (!mine.some((id) => this.groupSends(id, wire, world))) return false;
    if (
      wire.subnet !== undefined &&
      !wire.carriers.some((id) => this.groupTakes(id, source, mine, wire.port))
    )
      return false;
    const arrives = (next: string): boolean => {
      if (next === 'local') {
        const target = this.network.subnets.find(({ cidrBlock }) => within(wire.to, sure(cidrBlock) ?? ''));
        if (target?.id === this.subnet.id) return true;
        return (
          this.passes(this.subnet, wire.to, wire.port, reply, 'leaving') &&
          (target === undefined || this.passes(target, source, wire.port, reply, 'entering'))
        );
      }
      if (!this.passes(this.subnet, wire.to, wire.port, reply, 'leaving')) return false;
      if (next === 'gateway endpoint') return true;
      if (next === 'elsewhere') return world.beyond;
      if (next === 'egress-only-internet-gateway') return wire.to === 'six';
      if (next === 'internet-gateway') return wire.to === 'six' ? world.beyond : false;
      return next.startsWith('nat ') && this.translated(next.slice(4), source, reply, wire, world);
    };
    return arrives(this.nextHop(this.subnet, wire, world));
  }

  private translated(id: string, source: string, reply: number, wire: Wire, world: World): boolean {
    const nat = this.network.natGateways.find((each) => each.id === id);
    if (nat === undefined) return world.beyond;
    if (nat.availability === 'regional') return isPrivate(wire.to) ? world.beyond : true;
    const home = this.network.subnets.find((each) => each.id === nat.subnet);
    if (home === undefined) return world.beyond;
    if (home.id !== this.subnet.id) {
      if (!this.passes(home, source, wire.port, reply, 'entering')) return false;
      if (!this.passes(home, wire.to, wire.port, reply, 'leaving')) return false;
    }
    const next = this.nextHop(home, wire, world);
    if (next === 'internet-gateway') return nat.connectivity === 'public' && !isPrivate(wire.to);
    return next === 'elsewhere' || next === 'local' || next === 'gateway endpoint' ? world.beyond : false;
  }

  /** The route with the most bits. */
  private nextHop(subnet: Subnet, wire: Wire, world: World): string {
    const tables = this.network.routeTables;
    const table =
      tables.find(({ id }) => id === subnet.routeTable) ??
      (subnet.routeTable === undefined ? tables.find(({ isMain }) => isMain) : undefined);
    const id = table?.id ?? 'main-route-table of vpc';
    const serves = (each: VpcEndpoint): boolean =>
      each.type === 'gateway' &&
      list(each.routeTables).includes(id) &&
      sure(each.serviceName)?.split('.').pop() === world.owner;
    if (world.owner !== undefined && this.network.endpoints.some(serves)) return 'gateway endpoint';
    const options: [bits: number, hop: string][] = [];
    if (within(wire.to, '10.0.0.0/16')) options.push([16, 'local']);
    for (const { destination, target } of sure(table?.routes) ?? []) {
      const to = sure(destination);
      const hop = sure(target);
      if (to === undefined || hop === undefined || to.kind === 'prefix-list') continue;
      const name =
        hop.kind === 'nat-gateway'
          ? `nat ${sure(hop.id)}`
          : hop.kind === 'transit-gateway'
            ? 'elsewhere'
            : hop.kind;
      if (within(wire.to, to.cidr)) options.push([Number(to.cidr.split('/')[1]), name]);
    }
    options.sort(([a], [b]) => b - a);
    return options[0]?.[1] ?? 'nowhere';
  }

  /** Both directions at the border of a subnet. */
  private passes(
    subnet: Subnet,
    far: string,
    port: number,
    reply: number,
    way: 'leaving' | 'entering',
  ): boolean {
    const acl = this.network.networkAcls.find(({ id }) => id === subnet.networkAcl);
    if (acl === undefined) return true;
    return allows(acl, way === 'leaving', far, port) && allows(acl, way !== 'leaving', far, reply);
  }

  private groupSends(id: string, wire: Wire, world: World): boolean {
    const group = this.network.securityGroups.find((each) => each.id === id);
    if (group === undefined) return world.beyond;
    if (group.hasDefaultEgress === true) return true;
    return (sure(group.egress) ?? []).some((rule) =>
      this.admits(rule, wire.to, wire.port, wire.carriers, world),
    );
  }

  private groupTakes(id: string, source: string, groups: readonly string[], port: number): boolean {
    const rules = sure(this.network.securityGroups.find((each) => each.id === id)?.ingress) ?? [];
    return rules.some((rule) =>
      this.admits(rule, source, port, groups, { beyond: false, carriesGroup: false, dns: true }),
    );
  }

  private admits(
    rule: SecurityGroupRule,
    far: string,
    port: number,
    groups: readonly string[],
    world: World,
  ): boolean {
    const ports = sure(rule.ports);
    if (!['tcp', '-1'].includes(sure(rule.protocol) ?? '')) return false;
    if (rule.protocol !== '-1' && ports !== undefined && (port < ports.from || port > ports.to)) return false;
    const peer = sure(rule.peer);
    if (peer === undefined) return false;
    if (peer.kind === 'security-group') return groups.includes(peer.id) || world.carriesGroup;
    if (peer.kind === 'prefix-list') {
      const service = this.network.prefixLists.find((each) => each.id === peer.id)?.service;
      return service !== undefined && service === world.owner;
    }
    return within(far, peer.cidr);
  }
}

function allows({ entries }: NetworkAcl, egress: boolean, far: string, port: number): boolean {
  const mine = (sure(entries) ?? []).filter((entry) => entry.egress === egress);
  mine.sort((a, b) => (sure(a.ruleNumber) ?? 0) - (sure(b.ruleNumber) ?? 0));
  const first = mine.find(({ block, ports, protocol }) => {
    const range = protocol === '-1' ? undefined : sure(ports);
    return (
      within(far, sure(block)?.cidr ?? '') &&
      (range === undefined || (port >= range.from && port <= range.to))
    );
  });
  return first?.action === 'allow';
}

function withoutVpc(to: Destination): Answer {
  if (to.kind === 'resource') return 'no';
  if (to.kind !== 'cidr') return 'yes';
  return ['10.0.0.0/8', '192.168.0.0/16'].some((each) => within(to.cidr.split('/')[0] ?? '', each))
    ? 'no'
    : 'yes';
}

/** Compares addresses as strings of bits. */
function within(address: string, cidr: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  if (address === 'six' || base.includes(':')) return address === 'six' && base === '::';
  return bitsOf(address).startsWith(bitsOf(base).slice(0, Number(bits)));
}

function bitsOf(address: string): string {
  return address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
}

function isPrivate(address: string): boolean {
  return ['10.0.0.0/8', '192.168.0.0/16'].some((each) => within(address, each));
}

function summed(outcomes: readonly boolean[]): Answer {
  if (outcomes.every(Boolean)) return 'yes';
  return outcomes.some(Boolean) ? 'partial' : 'no';
}

function unanimous(answers: readonly Answer[]): Answer {
  return answers.every((each) => each === answers[0]) ? (answers[0] ?? 'partial') : 'partial';
}

function better(one: Answer, other: Answer): Answer {
  if (one === 'yes' || other === 'yes') return 'yes';
  return one === 'no' && other === 'no' ? 'no' : 'partial';
}

function sure<T>(value: T | { readonly unknown: string; readonly path: string } | undefined): T | undefined {
  if (typeof value === 'object' && value !== null && 'unknown' in value && 'path' in value) return undefined;
  return value;
}

function list(ids: VpcConfig['subnets']): string[] {
  return (sure(ids) ?? []).flatMap((id) => sure(id) ?? []);
}
