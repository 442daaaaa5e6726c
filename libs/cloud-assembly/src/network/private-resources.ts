import type { Ids, Maybe, PrivateResource } from '@furl/hyperplane';

import { isList, isUnknown, type Fields } from './fields';
import type { Part } from './part';
import type { Parts } from './parts';
import { PRIVATE_TYPES, type PrivateType } from './private-types';

/** Private resources by everything that names them: `Ref`, ARN, and what ends an ARN. */
export class SourceIndex {
  private readonly byName = new Map<string, PrivateResource>();

  constructor(found: readonly (readonly [Part, PrivateResource])[]) {
    for (const [part, resource] of found) {
      for (const name of [resource.id, part.attribute('Arn'), ...namesOf(part)]) {
        if (name !== undefined) this.byName.set(name, resource);
      }
    }
  }

  /** The resource of an id or ARN; undefined when it is not in the template. */
  find(name: string): PrivateResource | undefined {
    return this.byName.get(name) ?? this.byName.get(name.slice(name.lastIndexOf(':') + 1));
  }
}

/** Reads every resource that has addresses in subnets and is none of Lambda's, with the part that it comes from. */
export function readPrivateResources(parts: Parts): readonly (readonly [Part, PrivateResource])[] {
  return Object.entries(PRIVATE_TYPES).flatMap(([type, how]) =>
    parts.of(type).flatMap((part) => {
      const subnets = subnetsOf(part, how, parts);
      if (subnets === undefined) return [];
      const port = portOf(part, how, parts);
      const hosts = how.isPublic?.(part) === true ? [] : hostsOf(part, how);
      const resource: PrivateResource = {
        ...part.named(),
        type,
        subnets: part.uncertain ?? subnets,
        securityGroups: groupsOf(part, how, parts),
        ...(port === undefined ? {} : { port }),
        ...(hosts.length === 0 ? {} : { hosts }),
      };
      return [[part, resource] as const];
    }),
  );
}

/** A member of a cluster takes from the cluster what it does not say itself. */
function clusterOf(part: Part, how: PrivateType, parts: Parts): Part | undefined {
  if (how.cluster === undefined) return undefined;
  const id = part.text(how.cluster.property);
  return typeof id === 'string' ? parts.of(how.cluster.type).find((each) => each.id === id) : undefined;
}

function subnetsOf(part: Part, how: PrivateType, parts: Parts): Ids | undefined {
  for (const path of how.subnets ?? []) {
    if (part.has(...path)) return idsAt(part, path);
  }
  const group = how.subnetGroup;
  if (group === undefined) return undefined;
  const name = part.text(group.property);
  if (name === undefined) {
    const cluster = clusterOf(part, how, parts);
    const clusterType = how.cluster && PRIVATE_TYPES[how.cluster.type];
    if (cluster !== undefined && clusterType !== undefined) return subnetsOf(cluster, clusterType, parts);
    return part.unknown([group.property], [], "it names no subnets: it is in the account's default VPC");
  }
  if (isUnknown(name)) return name;
  const found = parts.of(group.type).find((each) => each.id === name || each.text(group.name) === name);
  return (
    found?.ids('SubnetIds') ?? part.unknown([group.property], [], 'its subnet group is not in the template')
  );
}

function groupsOf(part: Part, how: PrivateType, parts: Parts): Ids {
  for (const path of how.groups) {
    if (part.has(...path)) return idsAt(part, path);
  }
  const cluster = clusterOf(part, how, parts);
  const clusterType = how.cluster && PRIVATE_TYPES[how.cluster.type];
  if (cluster !== undefined && clusterType !== undefined) return groupsOf(cluster, clusterType, parts);
  if (how.mayHaveNoGroups?.(part) === true) return [];
  return part.unknown([], [], 'it names no security groups: it has the default group of its VPC');
}

/** Ids at a path in which `*` stands for every element of a list. */
function idsAt(fields: Fields, path: readonly string[]): Ids {
  const star = path.indexOf('*');
  if (star === -1) return fields.ids(...path);
  const elements = fields.elements(...path.slice(0, star));
  if (!isList(elements)) return elements;
  const lists = elements.map((element) => idsAt(element, path.slice(star + 1)));
  const [unknown] = lists.filter(isUnknown);
  return unknown ?? lists.flatMap((list) => (isList(list) ? list : []));
}

function portOf(part: Part, how: PrivateType, parts: Parts): Maybe<number> | undefined {
  for (const path of how.ports ?? []) {
    const port = part.number(...path);
    if (port !== undefined) return port;
  }
  if (how.listener !== undefined) return listenerPort(part, how.listener, parts);
  return how.port?.(part) ?? clusterPort(part, how, parts);
}

function clusterPort(part: Part, how: PrivateType, parts: Parts): Maybe<number> | undefined {
  const cluster = clusterOf(part, how, parts);
  const type = how.cluster && PRIVATE_TYPES[how.cluster.type];
  return cluster === undefined || type === undefined ? undefined : portOf(cluster, type, parts);
}

/** The port of the only listener; with several it is not one port. */
function listenerPort(part: Part, type: string, parts: Parts): Maybe<number> | undefined {
  const ports = parts
    .of(type)
    .filter((each) => each.text('LoadBalancerArn') === part.id)
    .map((each) => each.number('Port'));
  return ports.length === 1 ? ports[0] : undefined;
}

/** What stands in a function's environment for the names that lead to it. */
function hostsOf(part: Part, how: PrivateType): readonly string[] {
  return (how.hosts ?? []).flatMap((attribute) => part.attribute(attribute)?.toLowerCase() ?? []);
}

function namesOf(part: Part): readonly string[] {
  const name = part.text('DBClusterIdentifier');
  return typeof name === 'string' ? [name] : [];
}
