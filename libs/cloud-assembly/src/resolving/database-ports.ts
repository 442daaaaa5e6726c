import type { Resource } from '../reading/stack';
import type { Scope } from './scope';
import { asText } from './value';

/** The ports of the engines of Amazon RDS ("AWS::RDS::DBInstance", Port), by how their names start. */
const ENGINES: readonly (readonly [string, number])[] = [
  ['aurora-postgresql', 5432],
  ['postgres', 5432],
  ['oracle', 1521],
  ['custom-oracle', 1521],
  ['sqlserver', 1433],
  ['custom-sqlserver', 1433],
  ['db2', 50000],
  ['aurora', 3306],
  ['mysql', 3306],
  ['mariadb', 3306],
];

const ATTRIBUTES: Readonly<Record<string, { readonly port: string; readonly fallback?: number }>> = {
  'AWS::RDS::DBInstance': { port: 'Endpoint.Port' },
  'AWS::RDS::DBCluster': { port: 'Endpoint.Port' },
  'AWS::DocDB::DBCluster': { port: 'Port', fallback: 27017 },
  'AWS::Neptune::DBCluster': { port: 'Port', fallback: 8182 },
  'AWS::ElastiCache::ReplicationGroup': { port: 'PrimaryEndPoint.Port', fallback: 6379 },
  'AWS::Redshift::Cluster': { port: 'Endpoint.Port', fallback: 5439 },
};

/** The port of an engine of Amazon RDS; undefined when it is none that is known. */
export function enginePort(engine: string): number | undefined {
  return ENGINES.find(([start]) => engine.startsWith(start))?.[1];
}

/** The port of a database as its attribute gives it; undefined when the attribute is another, or only AWS knows it. */
export function databasePort(resource: Resource, attribute: string, scope: Scope): string | undefined {
  const type = Object.hasOwn(ATTRIBUTES, resource.type) ? ATTRIBUTES[resource.type] : undefined;
  if (type?.port !== attribute) return undefined;
  const read = (name: string): string | undefined => asText(scope.property(resource, name));
  const port = read('Port') ?? read('DBPort') ?? type.fallback ?? enginePort(read('Engine') ?? '');
  return port === undefined ? undefined : String(port);
}
