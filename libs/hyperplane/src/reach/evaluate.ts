import { blockOf, isPublic, cut, publicBorders } from '../address-space';
import { isUnknown, known, knownIds, nameOf, unknownIds, whyUnknown } from '../maybe';
import type { Destination, Ids, LambdaFunction, Subnet, Unknown, VpcConfig } from '../network';
import { isNowhere } from '../plan/holders';
import type { Source } from './crossings';
import { interfacesWay, resolvesNames, serviceWay } from './endpoints';
import { type Check, doubtful, every, fails, HOLDS } from './fact';
import { groupsOrDefault } from './groups';
import { ALL_PORTS, type Packet } from './packet';
import { blockPackets, publicPackets } from './packets';
import { serviceOfHost } from './services';
import { allOf, atMostPartial, bestOf, judge, type JudgedWay, type Verdict, withCheck } from './verdict';
import type { View } from './view';
import { wayOf } from './ways';

/** What one subnet of a function comes to. */
export interface SubnetEvaluation {
  readonly id: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** Any of them suffices. */
  readonly ways: readonly JudgedWay[];
}

/** What a function comes to; outside a VPC it has no subnets, and one way. */
export interface Evaluation {
  readonly verdict: Verdict;
  readonly subnets: readonly SubnetEvaluation[];
  /** What concerns the function as a whole. */
  readonly ways: readonly JudgedWay[];
}

/** Judges a destination from every subnet in which Lambda may place the function's connections. */
export function evaluate(
  view: View,
  from: LambdaFunction,
  to: Destination,
  protocol: Packet['protocol'] = 'tcp',
): Evaluation {
  const { vpcConfig } = from;
  if (vpcConfig === undefined || isNowhere(vpcConfig)) return whole(outside(view, from, to));
  if (isUnknown(vpcConfig)) {
    const check = doubtful(
      'VPC_CONFIG',
      from.id,
      `the VpcConfig of ${nameOf(from)} (${whyUnknown(vpcConfig)})`,
    );
    return whole(judge('IPv4', [{ ...check, via: '' }]));
  }
  const subnets = [
    ...knownIds(vpcConfig.subnets).map((id) => view.subnet(id) ?? outsideTemplate(id)),
    ...unknownIds(vpcConfig.subnets).map((why) => outsideTemplate(why.path, why)),
  ].map((subnet): SubnetEvaluation => {
    const ways = waysTo(view, { from, config: vpcConfig, subnet, protocol }, to);
    return { id: subnet.id, name: nameOf(subnet), verdict: bestOf(ways.map(({ verdict }) => verdict)), ways };
  });
  return { verdict: allOf(subnets.map(({ verdict }) => verdict)), subnets, ways: [] };
}

/** The resource, the function's URL or the service that a host name belongs to; a name that has none is itself. */
export function behindHost(view: View, host: string, port: number): Destination {
  const name = host.toLowerCase().replace(/\.$/, '');
  const resource = view.network.resources.find(({ hosts = [] }) => hosts.includes(name));
  if (resource !== undefined) return { kind: 'resource', resource: resource.id, port };
  const owner = view.network.functions.find(({ url }) => url?.hosts?.includes(name));
  if (owner !== undefined && port === 443) return { kind: 'function-url', function: owner.id };
  if (/\.lambda-url\.[a-z0-9-]+\.on\.aws$/.test(name) && port === 443) return { kind: 'function-url' };
  const service = port === 443 ? serviceOfHost(name, known(view.network.region)) : undefined;
  return service === undefined ? { kind: 'host', host: name, port } : { kind: 'service', service };
}

/** From where it is asked. */
interface Asker {
  readonly from: LambdaFunction;
  readonly config: VpcConfig;
  readonly subnet: Subnet;
  readonly protocol: Packet['protocol'];
}

function waysTo(view: View, asker: Asker, to: Destination): JudgedWay[] {
  const { from, config, subnet, protocol } = asker;
  const source: Source = { subnet, groups: config.securityGroups };
  const byName = (port: number): JudgedWay[] => {
    const names = resolvesNames(view, source);
    const ways = ([4, 6] as const).map((family) => {
      const packets = publicPackets(view, source.groups, family, { port, protocol });
      return judge(
        `IPv${family}`,
        packets.map((packet) => wayOf(view, source, packet)),
      );
    });
    const [v4, v6] = ways;
    if (v4 === undefined || v6 === undefined) return [];
    return [withCheck(v4, names), withCheck(v6, every([names, hasIpv6(view, from, config)]))];
  };
  const onlyIpv6 = (way: JudgedWay, what: string): JudgedWay =>
    atMostPartial(way, subnet.id, `over IPv6 only, which not every ${what} has`);

  switch (to.kind) {
    case 'internet': {
      const packets = ([4, 6] as const).map((family) =>
        publicPackets(view, source.groups, family, { port: 443 }).map((packet) =>
          wayOf(view, source, packet),
        ),
      );
      const v6 = withCheck(judge('IPv6', packets[1] ?? []), hasIpv6(view, from, config));
      return [judge('IPv4', packets[0] ?? []), onlyIpv6(v6, 'host')];
    }
    case 'host': {
      const block = blockOf(to.host);
      if (block !== undefined) {
        return waysTo(view, asker, { kind: 'cidr', cidr: to.host, port: to.port });
      }
      const behind = behindHost(view, to.host, to.port);
      if (behind.kind !== 'host') return waysTo(view, asker, behind);
      return byName(to.port).map((way) => (way.name === 'IPv6' ? onlyIpv6(way, 'host') : way));
    }
    case 'cidr': {
      const block = blockOf(to.cidr);
      if (block === undefined)
        return [judge('IPv4', [{ ...doubtful('CIDR', to.cidr, `"${to.cidr}" is no CIDR block`), via: '' }])];
      const ports = to.port === undefined ? ALL_PORTS : { from: to.port, to: to.port };
      const way = judge(
        `IPv${block.family}`,
        blockPackets(view, source.groups, block, { ports, protocol }).map((packet) =>
          wayOf(view, source, packet),
        ),
      );
      return [block.family === 6 ? withCheck(way, hasIpv6(view, from, config)) : way];
    }
    case 'function-url':
      return byName(443);
    case 'service': {
      const names = resolvesNames(view, source);
      const [, v6] = byName(443);
      const live = withCheck(serviceWay(view, source, to.service), names);
      // The default endpoints of services are IPv4; where one answers by IPv6, too, it depends on the service.
      return v6 === undefined ? [live] : [live, onlyIpv6(v6, 'endpoint of a service')];
    }
    case 'function': {
      const target = view.function(to.function);
      const invoke = waysTo(view, asker, { kind: 'service', service: 'lambda' });
      if (target?.url === undefined) return invoke;
      return [...byName(443), ...invoke.map((way) => ({ ...way, name: `Invoke ${way.name}` }))];
    }
    case 'resource': {
      const resource = view.resource(to.resource);
      if (resource === undefined) {
        return [
          judge('IPv4', [
            { ...doubtful('TARGET', to.resource, `${to.resource}: it is not in the template`), via: '' },
          ]),
        ];
      }
      const port = to.port ?? known(resource.port);
      const [first] = knownIds(resource.subnets);
      const vpc = first === undefined ? undefined : view.subnet(first)?.vpc;
      const groups: Ids = groupsOrDefault(view, resource.securityGroups, known(vpc) ?? '');
      const target = { name: nameOf(resource), subnets: resource.subnets, groups, vpc };
      return [interfacesWay(view, source, target, port === undefined ? ALL_PORTS : { from: port, to: port })];
    }
  }
}

/** A function outside a VPC has the internet, and no private addresses (Lambda Developer Guide, "VPC networking"). */
function outside(view: View, from: LambdaFunction, to: Destination): JudgedWay {
  const via = 'Lambda’s own network';
  const noVpc = (what: string): Check =>
    fails({
      id: 'NOT_IN_VPC',
      kind: 'CONFIGURATION',
      truth: 'no',
      subject: from.id,
      topic: what,
      say: () => `${nameOf(from)} is not in a VPC, and ${what} is private`,
    });
  const judged = (checks: readonly Check[]): JudgedWay =>
    judge(
      'IPv4',
      checks.map((check) => ({ ...check, via })),
    );
  if (to.kind === 'resource') {
    const resource = view.resource(to.resource);
    return judged([noVpc(resource === undefined ? to.resource : nameOf(resource))]);
  }
  if (to.kind === 'host' && blockOf(to.host) === undefined) {
    const behind = behindHost(view, to.host, to.port);
    return behind.kind === 'resource' ? outside(view, from, behind) : judged([HOLDS]);
  }
  if (to.kind !== 'host' && to.kind !== 'cidr') return judged([HOLDS]);
  const text = to.kind === 'host' ? to.host : to.cidr;
  const block = blockOf(text);
  if (block === undefined) return judged([doubtful('CIDR', text, `"${text}" is no CIDR block`)]);
  return judged(
    cut(block, publicBorders()).map((at): Check => {
      if (!isPublic(at)) return noVpc(text);
      return at.family === 4 ? HOLDS : doubtful('IPV6', from.id, 'whether a function outside a VPC has IPv6');
    }),
  );
}

/** IPv6 has to be allowed, and every subnet has to have it (Lambda Developer Guide, "IPv6 support"). */
function hasIpv6(
  view: View,
  from: LambdaFunction,
  { subnets, ipv6AllowedForDualStack: allowed }: VpcConfig,
): Check {
  const checks: Check[] = [];
  if (isUnknown(allowed))
    checks.push(doubtful('IPV6', from.id, `Ipv6AllowedForDualStack (${whyUnknown(allowed)})`));
  else if (!allowed) {
    const say = (): string => 'Ipv6AllowedForDualStack is off';
    const amendment = { kind: 'allow-ipv6' as const, function: from.id };
    checks.push(
      fails({
        id: 'IPV6',
        kind: 'CONFIGURATION',
        truth: 'no',
        subject: from.id,
        topic: from.id,
        say,
        amendment,
      }),
    );
  }
  for (const id of knownIds(subnets)) {
    const has = view.subnet(id)?.hasIpv6 ?? outsideTemplate(id).hasIpv6;
    const name = view.nameOf(view.subnet, id);
    if (isUnknown(has))
      checks.push(doubtful('IPV6_SUBNET', id, `whether ${name} has IPv6 (${whyUnknown(has)})`));
    else if (!has) {
      const say = (): string => `${name} has no IPv6 block`;
      const amendment = { kind: 'add-ipv6' as const, subnet: id };
      checks.push(
        fails({
          id: 'IPV6_SUBNET',
          kind: 'CONFIGURATION',
          truth: 'no',
          subject: id,
          topic: id,
          say,
          amendment,
        }),
      );
    }
  }
  return every(checks);
}

function whole(way: JudgedWay): Evaluation {
  return { verdict: way.verdict, subnets: [], ways: [way] };
}

/** A subnet of which nothing is known but its id. */
function outsideTemplate(id: string, why?: Unknown): Subnet {
  const unknown: Unknown = why ?? { unknown: 'it is not in the template', path: id };
  return {
    id,
    vpc: unknown,
    cidrBlock: unknown,
    hasIpv6: unknown,
    availabilityZone: unknown,
    routeTable: unknown,
    networkAcl: unknown,
  };
}
