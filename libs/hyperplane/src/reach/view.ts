import { type Block, blockOf, type Range } from '../address-space';
import { isUnknown, known, nameOf } from '../maybe';
import type {
  LambdaFunction,
  Maybe,
  Named,
  NatGateway,
  Network,
  NetworkAcl,
  PrefixList,
  PrivateResource,
  RouteTable,
  SecurityGroup,
  Subnet,
  Unplaced,
  Vpc,
  VpcEndpoint,
} from '../network';

/** A network with its ways to look things up. Everything is looked up once, and only if somebody asks. */
export class View {
  readonly network: Network;
  readonly vpc: Find<Vpc>;
  readonly subnet: Find<Subnet>;
  readonly routeTable: Find<RouteTable>;
  readonly natGateway: Find<NatGateway>;
  readonly networkAcl: Find<NetworkAcl>;
  readonly group: Find<SecurityGroup>;
  readonly prefixList: Find<PrefixList>;
  readonly endpoint: Find<VpcEndpoint>;
  readonly resource: Find<PrivateResource>;
  readonly function: Find<LambdaFunction>;
  #blocks: readonly Range[] | undefined;

  constructor(network: Network) {
    this.network = network;
    this.vpc = indexed(network.vpcs);
    this.subnet = indexed(network.subnets);
    this.routeTable = indexed(network.routeTables);
    this.natGateway = indexed(network.natGateways);
    this.networkAcl = indexed(network.networkAcls);
    this.group = indexed(network.securityGroups);
    this.prefixList = indexed(network.prefixLists);
    this.endpoint = indexed(network.endpoints);
    this.resource = indexed(network.resources);
    this.function = indexed(network.functions);
  }

  /** The subnets that are known to be in a VPC. */
  subnetsIn(vpc: string): readonly Subnet[] {
    return this.network.subnets.filter((subnet) => subnet.vpc === vpc);
  }

  /** The block, or undefined when it is not known or is none. */
  block(text: Maybe<string> | undefined): Block | undefined {
    const value = known(text);
    return value === undefined ? undefined : blockOf(value);
  }

  /** The first resource of a kind that may belong to the VPC and is not known to what. */
  unplaced(kind: Unplaced['kind'], vpc: string | undefined): Unplaced | undefined {
    return this.network.unplaced.find(
      (each) => each.kind === kind && (each.vpc === undefined || vpc === undefined || each.vpc === vpc),
    );
  }

  /** The name by which people know something that is looked up by `find`. */
  nameOf(find: Find<Named>, id: string): string {
    const thing = find(id);
    return thing === undefined ? id : nameOf(thing);
  }

  /** The blocks of everything but security groups: where the network makes a difference between addresses. */
  get blocks(): readonly Range[] {
    this.#blocks ??= this.#findBlocks();
    return this.#blocks;
  }

  #findBlocks(): Range[] {
    const { vpcs, subnets, routeTables, networkAcls, prefixLists } = this.network;
    const texts: (Maybe<string> | undefined)[] = [
      ...vpcs.flatMap(({ cidrBlocks, ipv6CidrBlocks }) => [...cidrBlocks, ...ipv6CidrBlocks]),
      ...subnets.flatMap(({ cidrBlock, ipv6CidrBlock }) => [cidrBlock, ipv6CidrBlock]),
      ...routeTables
        .flatMap(({ routes }) => known(routes) ?? [])
        .flatMap(({ destination }) =>
          isUnknown(destination) || destination.kind === 'prefix-list' ? [] : [destination.cidr],
        ),
      ...networkAcls
        .flatMap(({ entries }) => known(entries) ?? [])
        .flatMap(({ block }) => known(block)?.cidr ?? []),
      ...prefixLists.flatMap(({ entries }) => known(entries) ?? []),
    ];
    const values = [...new Set(texts.flatMap((text) => known(text) ?? []))];
    return values.flatMap((text) => this.block(text) ?? []);
  }
}

/** Looks one thing up by its id. */
type Find<T> = (id: string) => T | undefined;

function indexed<T extends Named>(list: readonly T[]): Find<T> {
  let index: ReadonlyMap<string, T> | undefined;
  return (id) => {
    index ??= new Map(list.map((each) => [each.id, each]));
    return index.get(id);
  };
}

const views = new WeakMap<Network, View>();

/** The network's view; the same one as long as the network lives, so that a network must not be changed in place. */
export function viewOf(network: Network): View {
  let view = views.get(network);
  if (view === undefined) {
    view = new View(network);
    views.set(network, view);
  }
  return view;
}
