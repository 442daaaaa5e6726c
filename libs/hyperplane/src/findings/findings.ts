import { known, knownIds, nameOf } from '../maybe';
import type { LambdaFunction, Network } from '../network';
import { DEFAULT_ENI_QUOTA, layOut, type PlanOptions } from '../plan/plan';
import { tally } from '../plan/tally';
import { destinationText, reacher } from '../reach/reach';
import { tableOf } from '../reach/routes';
import { viewOf } from '../reach/view';
import { addTo } from '../lists';
import { firstFew, listed } from '../words';
import type { Finding } from './finding';
import { inVpc, sizeFindings } from './size';

/**
 * What the design rules for functions in a VPC have to say of a template: what cannot work, and what works and is likely
 * not what is wanted. What is not known gives no finding.
 */
export function findings(network: Network, { quota = DEFAULT_ENI_QUOTA }: PlanOptions = {}): Finding[] {
  return [
    ...sizeFindings(network, layOut(tally(network), network, quota)),
    ...inboundRules(network),
    ...internetGateways(network),
    ...unreachableNeeds(network),
    ...openUrls(network),
  ];
}

/** Nothing connects to a function's interface: inbound rules of its group say something that is not so. */
function inboundRules(network: Network): Finding[] {
  const users = new Map<string, LambdaFunction[]>();
  for (const each of network.functions) {
    inVpc(each, ({ securityGroups }) => {
      for (const id of knownIds(securityGroups)) addTo(users, id, each);
      return [];
    });
  }
  // Sources that poll through a group (Amazon MSK, Amazon MQ), endpoints and resources do need inbound rules.
  const others = new Set(
    [
      ...network.endpoints.map((each) => each.securityGroups),
      ...network.resources.map((each) => each.securityGroups),
      ...network.eventSourceMappings.map(({ vpcConfig }) => known(vpcConfig)?.securityGroups ?? []),
    ].flatMap(knownIds),
  );
  return network.securityGroups.flatMap((group): Finding[] => {
    const functions = users.get(group.id) ?? [];
    const rules = known(group.ingress) ?? [];
    if (functions.length === 0 || rules.length === 0 || others.has(group.id) || group.isDefault === true)
      return [];
    return [
      {
        id: 'INBOUND_RULES',
        severity: 'warning',
        subject: group.id,
        message: `${nameOf(group)} has inbound rules, and only functions use it (${firstFew(functions.map(nameOf))}): nothing connects to a function’s interface, so they never apply`,
        remedy: 'take the inbound rules away, and decide who may call a function by its permissions',
      },
    ];
  });
}

/** A subnet with a route to an internet gateway is public for instances; a function in it has no internet. */
function internetGateways(network: Network): Finding[] {
  const view = viewOf(network);
  const caught = new Map<string, string[]>();
  for (const each of network.functions) {
    inVpc(each, ({ subnets }) => {
      for (const id of knownIds(subnets)) {
        const subnet = view.subnet(id);
        const table = subnet === undefined ? '' : tableOf(view, subnet);
        const routes = typeof table === 'string' ? [] : (known(table.routes) ?? []);
        const leadsOut = routes.some(({ destination, target }) => {
          const to = known(destination);
          return to?.kind === 'ipv4' && to.cidr === '0.0.0.0/0' && known(target)?.kind === 'internet-gateway';
        });
        if (leadsOut) addTo(caught, id, nameOf(each));
      }
      return [];
    });
  }
  return [...caught].map(([id, names]) => ({
    id: 'INTERNET_GATEWAY_IS_NO_INTERNET',
    severity: 'warning',
    subject: id,
    message: `${view.nameOf(view.subnet, id)} routes 0.0.0.0/0 to an internet gateway, which takes ${firstFew(names)} nowhere: a function has no public IPv4 address`,
    remedy:
      'put functions into subnets that route 0.0.0.0/0 to a NAT gateway, or into isolated ones with endpoints',
  }));
}

/** What a function needs, by its role or its environment, and certainly cannot reach. */
function unreachableNeeds(network: Network): Finding[] {
  const view = viewOf(network);
  const ask = reacher(view);
  return network.functions.flatMap((each) =>
    inVpc(each, () =>
      each.needs.flatMap(({ to, because }): Finding[] => {
        const answer = ask(each, to);
        if (answer.verdict !== 'no') return [];
        return [
          {
            id: 'NEED_UNREACHABLE',
            severity: 'error',
            subject: each.id,
            message: `${nameOf(each)} needs ${destinationText(view, to)} (${because}) and cannot reach it: ${listed(answer.blockedBy.map(({ message }) => message))}`,
            remedy: answer.remedy ?? 'take the function out of the VPC, or the need away',
          },
        ];
      }),
    ),
  );
}

/** Everybody may call, and the function may do more than write logs. */
function openUrls(network: Network): Finding[] {
  const roles = new Map(network.roles.map((role) => [role.id, role]));
  return network.functions.flatMap((each): Finding[] => {
    const role = roles.get(known(each.role) ?? '');
    if (each.url?.authType !== 'NONE' || role?.doesMoreThanLogs !== true) return [];
    return [
      {
        id: 'URL_OPEN_TO_ALL',
        severity: 'error',
        subject: each.id,
        message: `everybody may call the URL of ${nameOf(each)} (NONE), and its role ${nameOf(role)} may do more than write logs`,
        remedy:
          'set the URL’s AuthType to AWS_IAM, or acknowledge that the function checks its callers itself',
      },
    ];
  });
}
