import type { Ids, Network, Unplaced } from '@furl/hyperplane';

import type { Stack } from '../reading/stack';
import type { World } from '../resolving/world';
import { readEndpoints, readPrefixLists } from './endpoints';
import { isList } from './fields';
import { FunctionIndex, functionId, readFunction, readFunctionUrls } from './functions';
import { readNatGateways } from './nat-gateways';
import { needsOf, type NeedsContext } from './needs';
import { readNetworkAcls } from './network-acls';
import { Parts } from './parts';
import { readPrivateResources, SourceIndex } from './private-resources';
import { readRoleGrants, roleOf } from './role-grants';
import { readRouteTables } from './route-tables';
import { readSecurityGroups } from './security-groups';
import { readSubnets } from './subnets';
import { readEventSourceMappings, readVersions } from './versions';
import { readVpcs } from './vpcs';

/** The network that stacks of one account and Region make. */
export function networkOf(world: World, stacks: readonly Stack[], region: string): Network {
  const parts = new Parts(world, stacks);
  const unplaced: Unplaced[] = [];
  const report = (each: Unplaced): void => void unplaced.push(each);

  const subnets = readSubnets(parts, report);
  const endpoints = readEndpoints(parts, report);
  const found = readPrivateResources(parts);
  const resources = found.map(([, resource]) => resource);
  const grants = readRoleGrants(parts);
  const functionParts = parts.of('AWS::Lambda::Function');
  const index = new FunctionIndex(functionParts);
  const urls = readFunctionUrls(parts, index);
  const eventSourceMappings = readEventSourceMappings(parts, index, new SourceIndex(found));
  const needs: NeedsContext = {
    functions: index,
    hosts: {
      region,
      urls: new Map([...urls].flatMap(([id, { hosts = [] }]) => hosts.map((host) => [host, id] as const))),
      resources: new Map(resources.flatMap(({ id, hosts = [] }) => hosts.map((host) => [host, id] as const))),
    },
    roles: new Map(grants.map((role) => [role.id, role])),
    withEventSource: namedBy(parts, index, 'AWS::Lambda::EventSourceMapping'),
    withDestination: namedBy(parts, index, 'AWS::Lambda::EventInvokeConfig'),
  };
  const functions = functionParts.map((part) => {
    const id = functionId(part);
    return readFunction(part, urls, needsOf(part, id, needs));
  });
  const configs = [...functions, ...eventSourceMappings].flatMap(({ vpcConfig }) =>
    vpcConfig !== undefined && 'securityGroups' in vpcConfig ? vpcConfig.securityGroups : [],
  );
  const used = new Set([
    ...configs.filter((id) => typeof id === 'string'),
    ...[...endpoints, ...resources].flatMap(({ securityGroups }) => known(securityGroups)),
  ]);
  // Without groups of its own an interface endpoint has the default one of its VPC.
  for (const { vpc, type, securityGroups } of endpoints) {
    const owner = parts.of('AWS::EC2::VPC').find(({ id }) => id === vpc);
    const isBare = isList(securityGroups) && securityGroups.length === 0;
    const id = owner?.attribute('DefaultSecurityGroup');
    if (type === 'interface' && isBare && id !== undefined) used.add(id);
  }
  return {
    region,
    vpcs: readVpcs(parts, report),
    subnets,
    routeTables: readRouteTables(parts, report),
    natGateways: readNatGateways(parts, subnets),
    networkAcls: readNetworkAcls(parts, subnets, report),
    securityGroups: readSecurityGroups(parts, used, report),
    prefixLists: readPrefixLists(parts),
    endpoints,
    functions,
    publishedVersions: readVersions(parts, index, functions),
    eventSourceMappings,
    roles: grants.map(roleOf),
    resources,
    unplaced,
  };
}

function known(ids: Ids): readonly string[] {
  return isList(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

/** The functions that resources of a type name. */
function namedBy(parts: Parts, functions: FunctionIndex, type: string): ReadonlySet<string> {
  const named = parts.of(type).flatMap((part) => {
    const name = part.text('FunctionName');
    return typeof name === 'string' ? (functions.find(name) ?? []) : [];
  });
  return new Set(named);
}
