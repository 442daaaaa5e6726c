import { enginePort } from '../resolving/database-ports';
import type { Part } from './part';

/** Where a resource type says in which subnets it is, who may reach it, and where it listens. */
export interface PrivateType {
  /** The first property that is there has them; `*` stands for every element of a list. */
  readonly subnets?: readonly (readonly string[])[];
  /** The property that names a group of subnets, that group's type, and the property with its name. */
  readonly subnetGroup?: { readonly property: string; readonly type: string; readonly name: string };
  /** As subnets; without any, another resource that is not read says it. */
  readonly groups: readonly (readonly string[])[];
  /** Whether it may have no groups at all; otherwise one that names none has the default group of its VPC. */
  readonly mayHaveNoGroups?: (part: Part) => boolean;
  /** Properties that say the port. */
  readonly ports?: readonly (readonly string[])[];
  /** The port where no property says it. */
  readonly port?: (part: Part) => number | undefined;
  /** The type of its listeners, which have the port. */
  readonly listener?: string;
  /** Attributes that are host names. */
  readonly hosts?: readonly string[];
  /** Whether its names lead to public addresses. */
  readonly isPublic?: (part: Part) => boolean;
  /** The property that names the cluster that it is a member of, and the cluster's type. */
  readonly cluster?: { readonly property: string; readonly type: string };
}

const always = (port: number) => (): number => port;

function engineOf(part: Part): number | undefined {
  const engine = part.text('Engine');
  return typeof engine === 'string' ? enginePort(engine) : undefined;
}

function proxyPort(part: Part): number | undefined {
  const family = part.text('EngineFamily');
  return new Map<unknown, number>([
    ['MYSQL', 3306],
    ['POSTGRESQL', 5432],
    ['SQLSERVER', 1433],
  ]).get(family);
}

function cachePort(part: Part): number {
  return part.text('Engine') === 'memcached' ? 11211 : 6379;
}

function brokerPort(part: Part): number | undefined {
  const engine = part.text('EngineType');
  return typeof engine === 'string'
    ? new Map([
        ['ACTIVEMQ', 61617],
        ['RABBITMQ', 5671],
      ]).get(engine.toUpperCase())
    : undefined;
}

const isFacingInternet = (part: Part): boolean => (part.text('Scheme') ?? 'internet-facing') !== 'internal';

const rdsGroup = {
  property: 'DBSubnetGroupName',
  type: 'AWS::RDS::DBSubnetGroup',
  name: 'DBSubnetGroupName',
};
const docdbGroup = { ...rdsGroup, type: 'AWS::DocDB::DBSubnetGroup' };
const neptuneGroup = { ...rdsGroup, type: 'AWS::Neptune::DBSubnetGroup' };
const cacheGroup = {
  property: 'CacheSubnetGroupName',
  type: 'AWS::ElastiCache::SubnetGroup',
  name: 'CacheSubnetGroupName',
};
const memoryGroup = {
  property: 'SubnetGroupName',
  type: 'AWS::MemoryDB::SubnetGroup',
  name: 'SubnetGroupName',
};
const redshiftGroup = {
  property: 'ClusterSubnetGroupName',
  type: 'AWS::Redshift::ClusterSubnetGroup',
  name: 'ClusterSubnetGroupName',
};
const address = ['Endpoint.Address'];

/** The types that are read, from "AWS resource and property types reference". */
export const PRIVATE_TYPES: Readonly<Record<string, PrivateType>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    subnets: [['Subnets'], ['SubnetMappings', '*', 'SubnetId']],
    groups: [['SecurityGroups']],
    listener: 'AWS::ElasticLoadBalancingV2::Listener',
    hosts: ['DNSName'],
    isPublic: isFacingInternet,
    mayHaveNoGroups: (part) => part.text('Type') === 'network' || part.text('Type') === 'gateway',
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    subnets: [['Subnets']],
    groups: [['SecurityGroups']],
    hosts: ['DNSName'],
    isPublic: isFacingInternet,
  },
  'AWS::RDS::DBCluster': {
    subnetGroup: rdsGroup,
    groups: [['VpcSecurityGroupIds']],
    ports: [['Port']],
    port: engineOf,
    hosts: ['Endpoint.Address', 'ReadEndpoint.Address'],
  },
  'AWS::RDS::DBInstance': {
    subnetGroup: rdsGroup,
    groups: [['VPCSecurityGroups']],
    ports: [['Port']],
    port: engineOf,
    hosts: address,
    cluster: { property: 'DBClusterIdentifier', type: 'AWS::RDS::DBCluster' },
  },
  'AWS::RDS::DBProxy': {
    subnets: [['VpcSubnetIds']],
    groups: [['VpcSecurityGroupIds']],
    port: proxyPort,
    hosts: ['Endpoint'],
  },
  'AWS::DocDB::DBCluster': {
    subnetGroup: docdbGroup,
    groups: [['VpcSecurityGroupIds']],
    ports: [['Port']],
    port: always(27017),
    hosts: ['Endpoint', 'ReadEndpoint'],
  },
  'AWS::Neptune::DBCluster': {
    subnetGroup: neptuneGroup,
    groups: [['VpcSecurityGroupIds']],
    ports: [['DBPort'], ['Port']],
    port: always(8182),
    hosts: ['Endpoint', 'ReadEndpoint'],
  },
  'AWS::ElastiCache::CacheCluster': {
    subnetGroup: cacheGroup,
    groups: [['VpcSecurityGroupIds']],
    ports: [['Port']],
    port: cachePort,
    hosts: ['RedisEndpoint.Address', 'ConfigurationEndpoint.Address'],
  },
  'AWS::ElastiCache::ReplicationGroup': {
    subnetGroup: cacheGroup,
    groups: [['SecurityGroupIds']],
    ports: [['Port']],
    port: always(6379),
    hosts: ['PrimaryEndPoint.Address', 'ReaderEndPoint.Address', 'ConfigurationEndPoint.Address'],
  },
  'AWS::ElastiCache::ServerlessCache': {
    subnets: [['SubnetIds']],
    groups: [['SecurityGroupIds']],
    port: cachePort,
    hosts: ['Endpoint.Address', 'ReaderEndpoint.Address'],
  },
  'AWS::MemoryDB::Cluster': {
    subnetGroup: memoryGroup,
    groups: [['SecurityGroupIds']],
    ports: [['Port']],
    port: always(6379),
    hosts: ['ClusterEndpoint.Address'],
  },
  'AWS::ECS::Service': {
    subnets: [['NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets']],
    groups: [['NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups']],
  },
  'AWS::EC2::Instance': {
    subnets: [['SubnetId'], ['NetworkInterfaces', '*', 'SubnetId']],
    groups: [['SecurityGroupIds'], ['NetworkInterfaces', '*', 'GroupSet']],
    hosts: ['PrivateIp', 'PrivateDnsName'],
  },
  'AWS::EC2::NetworkInterface': {
    subnets: [['SubnetId']],
    groups: [['GroupSet']],
    hosts: ['PrimaryPrivateIpAddress'],
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    subnets: [['VPCZoneIdentifier']],
    groups: [],
  },
  'AWS::EKS::Cluster': {
    subnets: [['ResourcesVpcConfig', 'SubnetIds']],
    groups: [['ResourcesVpcConfig', 'SecurityGroupIds']],
    port: always(443),
  },
  'AWS::EFS::MountTarget': {
    subnets: [['SubnetId']],
    groups: [['SecurityGroups']],
    port: always(2049),
    hosts: ['IpAddress'],
  },
  'AWS::MSK::Cluster': {
    subnets: [['BrokerNodeGroupInfo', 'ClientSubnets']],
    groups: [['BrokerNodeGroupInfo', 'SecurityGroups']],
  },
  'AWS::MSK::ServerlessCluster': {
    subnets: [['VpcConfigs', '*', 'SubnetIds']],
    groups: [['VpcConfigs', '*', 'SecurityGroups']],
    port: always(9098),
  },
  'AWS::AmazonMQ::Broker': {
    subnets: [['SubnetIds']],
    groups: [['SecurityGroups']],
    port: brokerPort,
  },
  'AWS::OpenSearchService::Domain': {
    subnets: [['VPCOptions', 'SubnetIds']],
    groups: [['VPCOptions', 'SecurityGroupIds']],
    port: always(443),
    hosts: ['DomainEndpoint'],
  },
  'AWS::Elasticsearch::Domain': {
    subnets: [['VPCOptions', 'SubnetIds']],
    groups: [['VPCOptions', 'SecurityGroupIds']],
    port: always(443),
    hosts: ['DomainEndpoint'],
  },
  'AWS::Redshift::Cluster': {
    subnetGroup: redshiftGroup,
    groups: [['VpcSecurityGroupIds']],
    ports: [['Port']],
    port: always(5439),
    hosts: address,
  },
  'AWS::RedshiftServerless::Workgroup': {
    subnets: [['SubnetIds']],
    groups: [['SecurityGroupIds']],
    ports: [['Port']],
    port: always(5439),
    hosts: ['Workgroup.Endpoint.Address'],
  },
  'AWS::Route53Resolver::ResolverEndpoint': {
    subnets: [['IpAddresses', '*', 'SubnetId']],
    groups: [['SecurityGroupIds']],
    port: always(53),
  },
};
