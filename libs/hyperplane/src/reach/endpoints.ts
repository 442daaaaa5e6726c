import { isUnknown, known, knownIds, nameOf, unknownIds, whyUnknown } from '../maybe';
import type { Ids, Maybe, Vpc, VpcEndpoint } from '../network';
import { blockOfVpc, from, type Source } from './crossings';
import { type Check, doubtful, every, fails, HOLDS } from './fact';
import { groupsOrDefault, letsIn } from './groups';
import { pieces, publicPackets } from './packets';
import { serviceIn } from './services';
import { allOf, judge, type JudgedWay } from './verdict';
import type { View } from './view';
import { type Way, wayOf } from './ways';

/** The ports of AWS's services. */
const HTTPS = { from: 443, to: 443 };

/**
 * The way to an AWS service by its public name. Where an interface endpoint answers to the name (private DNS), every
 * connection goes there, whatever the routes; where a gateway endpoint is in the route table, it takes them; else they
 * leave for the internet (AWS PrivateLink Guide, "Private DNS"; Amazon VPC User Guide, "Gateway endpoints").
 */
export function serviceWay(view: View, source: Source, service: string): JudgedWay {
  const id = known(source.subnet.vpc);
  const vpc = id === undefined ? undefined : view.vpc(id);
  const direct = (): JudgedWay => {
    const packets = publicPackets(view, source.groups, 4, { port: 443, service });
    return judge(
      'IPv4',
      packets.map((packet) => wayOf(view, source, packet)),
    );
  };
  if (vpc === undefined) {
    const what = `whether an endpoint in the VPC of ${nameOf(source.subnet)} answers for ${service}: the VPC is not in the template`;
    return doubted(direct(), doubtful('ENDPOINT', source.subnet.id, what));
  }
  const doubts: Check[] = [];
  const verdicts: JudgedWay[] = [];
  for (const endpoint of interfaceEndpoints(view, vpc.id, service)) {
    const naming = answers(endpoint, vpc);
    if (naming.truth === 'yes') return endpointWay(view, source, endpoint, vpc);
    if (naming.truth === 'unknown') {
      verdicts.push(endpointWay(view, source, endpoint, vpc));
      doubts.push(naming);
    }
  }
  const way = direct();
  const open = openEndpoint(view, vpc.id);
  if (open !== undefined) return doubted(way, open);
  if (verdicts.length === 0) return way;
  const verdict = allOf([way.verdict, ...verdicts.map((each) => each.verdict)]);
  const facts = [...way.facts, ...verdicts.flatMap((each) => each.facts)];
  if (verdict !== 'partial') return { ...way, verdict, facts };
  return {
    ...way,
    verdict,
    facts: [...facts.filter(({ truth }) => truth === 'unknown'), ...doubts.flatMap((each) => each.facts)],
  };
}

/** The interface endpoints of a service in a VPC. */
export function interfaceEndpoints(view: View, vpc: string, service: string): VpcEndpoint[] {
  return view.network.endpoints.filter(
    (each) => each.type === 'interface' && each.vpc === vpc && serviceIn(view, each) === service,
  );
}

/** Whether an endpoint answers to the service's public name inside its VPC. */
export function answers(endpoint: VpcEndpoint, vpc: Vpc): Check {
  const { privateDnsEnabled, privateDnsOnlyForInboundResolver: onlyInbound = false } = endpoint;
  const name = nameOf(endpoint);
  const isOpen = isUnknown(onlyInbound) ? onlyInbound : !onlyInbound;
  const isPrivate = isUnknown(privateDnsEnabled) || !privateDnsEnabled ? privateDnsEnabled : isOpen;
  return every([
    flag(isPrivate, 'PRIVATE_DNS', endpoint.id, `private DNS of endpoint ${name}`, {
      kind: 'enable-private-dns',
      endpoint: endpoint.id,
    }),
    ...(['enableDnsSupport', 'enableDnsHostnames'] as const).map((attribute) =>
      flag(vpc[attribute], 'VPC_DNS', vpc.id, `${attribute} of ${nameOf(vpc)}`, {
        kind: 'enable-vpc-dns',
        vpc: vpc.id,
        attribute,
      }),
    ),
  ]);
}

/** Amazon's DNS has to answer for names; whether another server does, no template tells. */
export function resolvesNames(view: View, source: Source): Check {
  const id = known(source.subnet.vpc);
  const vpc = id === undefined ? undefined : view.vpc(id);
  if (vpc === undefined) return HOLDS;
  const { enableDnsSupport } = vpc;
  if (!isUnknown(enableDnsSupport) && enableDnsSupport) return HOLDS;
  const why = isUnknown(enableDnsSupport) ? whyUnknown(enableDnsSupport) : 'enableDnsSupport is off';
  return doubtful('NAMES', vpc.id, `whether names are resolved in ${nameOf(vpc)} (${why})`);
}

/** The way to the interfaces of an endpoint or of another resource: any of its addresses may be the one. */
export function interfacesWay(
  view: View,
  source: Source,
  target: {
    readonly name: string;
    readonly subnets: Ids;
    readonly groups: Ids;
    readonly vpc: Maybe<string> | undefined;
  },
  ports: { readonly from: number; readonly to: number },
): JudgedWay {
  const doubts = unknownIds(target.subnets).map((each): Way => ({
    ...doubtful('TARGET', target.name, `the subnets of ${target.name} (${whyUnknown(each)})`),
    via: '',
  }));
  const ways = knownIds(target.subnets).flatMap((id): Way[] => {
    const subnet = view.subnet(id);
    const block = view.block(subnet?.cidrBlock);
    if (subnet === undefined || block === undefined) {
      return [
        { ...doubtful('TARGET', id, `the addresses of subnet ${id}, in which ${target.name} is`), via: '' },
      ];
    }
    const [group] = knownIds(target.groups);
    const ownBlock = blockOfVpc(view, subnet, 4);
    const isElsewhere = known(subnet.vpc) !== known(source.subnet.vpc);
    const [sourceGroup] = knownIds(source.groups);
    return pieces(view, [...knownIds(source.groups), ...knownIds(target.groups)], block, ports).map(
      ({ at, part }): Way => {
        const packet = {
          at,
          ports: part,
          asked: ports,
          protocol: 'tcp' as const,
          block: ownBlock,
          peer: group === undefined ? ownBlock : { kind: 'security-group' as const, id: group },
          isLiteral: true,
          groups: target.groups,
          ...(!isElsewhere && { subnet: id }),
        };
        const way = wayOf(view, source, packet);
        const ingress = letsIn(
          view,
          target.groups,
          {
            at: from(source, packet, view)?.at,
            groups: source.groups,
            peer: sourceGroup === undefined ? ownBlock : { kind: 'security-group', id: sourceGroup },
          },
          packet,
        );
        const apart = isElsewhere ? doubtful('OTHER_VPC', id, `${target.name} is in another VPC`) : HOLDS;
        return { ...every([way, ingress, apart]), via: way.via };
      },
    );
  });
  return judge('IPv4', [...ways, ...doubts]);
}

function endpointWay(view: View, source: Source, endpoint: VpcEndpoint, vpc: Vpc): JudgedWay {
  const name = `interface endpoint ${nameOf(endpoint)}`;
  const groups = groupsOrDefault(view, endpoint.securityGroups, vpc.id);
  const way = interfacesWay(view, source, { name, subnets: endpoint.subnets, groups, vpc: vpc.id }, HTTPS);
  return { ...way, via: name };
}

/** An endpoint of which it is not known for what it is, or whether there is one. */
function openEndpoint(view: View, vpc: string): Check | undefined {
  const lost = view.unplaced('endpoint', vpc);
  if (lost !== undefined)
    return doubtful('ENDPOINT', vpc, `an endpoint that may be in the VPC (${whyUnknown(lost)})`);
  for (const endpoint of view.network.endpoints) {
    if (!isUnknown(endpoint.vpc) && endpoint.vpc !== vpc) continue;
    const unknown = [endpoint.vpc, endpoint.type, endpoint.serviceName].find(isUnknown);
    if (unknown !== undefined)
      return doubtful(
        'ENDPOINT',
        endpoint.id,
        `what endpoint ${nameOf(endpoint)} is for (${whyUnknown(unknown)})`,
      );
  }
  return undefined;
}

function doubted(way: JudgedWay, { facts }: Check): JudgedWay {
  return { ...way, verdict: 'partial', facts: [...way.facts, ...facts] };
}

function flag(
  value: Maybe<boolean>,
  id: string,
  subject: string,
  what: string,
  amendment: NonNullable<Check['facts'][number]['amendment']>,
): Check {
  if (isUnknown(value)) return doubtful(id, subject, `${what} (${whyUnknown(value)})`);
  if (value) return HOLDS;
  return fails({
    id,
    kind: 'VPC_ENDPOINT',
    truth: 'no',
    subject,
    topic: what,
    say: () => `${what} is off`,
    amendment,
  });
}
