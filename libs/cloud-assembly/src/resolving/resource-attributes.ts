import { ec2Id, eventSourceMappingUuid, generatedName, roleId, urlId, type IdOwner } from '../invented-ids';
import { arnIn, stackId, type Resource, type Stack } from '../reading/stack';
import { CROSS_REGION_READER, crossRegionExport } from './cross-region-exports';
import { databasePort } from './database-ports';
import { attributeOfNamed } from './named-resources';
import type { Scope } from './scope';
import { asText, type Value } from './value';

/** The attributes of a resource type by name; `Ref` under the name of `Ref`. */
type Attributes = Readonly<Record<string, (resource: Resource, scope: Scope) => Value>>;

/** The resource types that are stacks themselves. */
export const NESTED_STACK_TYPES: readonly string[] = [
  'AWS::CloudFormation::Stack',
  'AWS::Serverless::Application',
];

/** What `Ref` gives for a resource. */
export function resourceReference(logicalId: string, scope: Scope): Value {
  return valueOf(logicalId, 'Ref', scope);
}

/** What `Fn::GetAtt` gives for a resource. */
export function resolveAttribute(logicalId: string, attribute: string, scope: Scope): Value {
  return valueOf(logicalId, attribute, scope);
}

/** Who owns the ids that are made up for a resource. */
export function ownerOf(stack: Stack, logicalId: string): IdOwner {
  return { accountId: stack.accountId, region: stack.region, stack: stack.name, logicalId };
}

/** The name that a resource has: the one given, else the one that CloudFormation would form. */
export function nameOf(resource: Resource, property: string, scope: Scope): string {
  const given = asText(scope.property(resource, property));
  return given ?? generatedName(ownerOf(scope.stack, resource.logicalId));
}

/** The ARN of a function. */
export function functionArn(resource: Resource, scope: Scope): string {
  return arnIn(scope.stack, 'lambda', `function:${nameOf(resource, 'FunctionName', scope)}`);
}

/** The ARN of a role or managed policy, with its path. */
export function iamArn(resource: Resource, kind: 'role' | 'policy', scope: Scope): string {
  const path = asText(scope.property(resource, 'Path')) ?? '/';
  const name = nameOf(resource, kind === 'role' ? 'RoleName' : 'ManagedPolicyName', scope);
  return arnIn(scope.stack, 'iam', `${kind}${path.startsWith('/') ? path : `/${path}`}${name}`);
}

/** The address of a function URL, as its attribute gives it. */
export function functionUrl(resource: Resource, scope: Scope): string {
  const { region } = scope.stack;
  return scope.world.target.functionUrl({ urlId: urlId(ownerOf(scope.stack, resource.logicalId)), region });
}

const property =
  (name: string) =>
  (resource: Resource, scope: Scope): Value =>
    scope.property(resource, name) ??
    scope.fail(`${resource.logicalId} has no ${name}`, `${resource.logicalId}.${name}`);

const ec2 =
  (prefix: string) =>
  (resource: Resource, scope: Scope): Value =>
    ec2Id(ownerOf(scope.stack, resource.logicalId), prefix);

/** Functions are named in versions, aliases and URLs by name or ARN; both end as the unqualified ARN. */
const targetArn =
  (name: string) =>
  (resource: Resource, scope: Scope): string => {
    const target = asText(property(name)(resource, scope)) ?? '';
    return target.startsWith('arn:')
      ? target.split(':').slice(0, 7).join(':')
      : arnIn(scope.stack, 'lambda', `function:${target}`);
  };

const aliasArn = (resource: Resource, scope: Scope): string =>
  `${targetArn('FunctionName')(resource, scope)}:${asText(property('Name')(resource, scope)) ?? ''}`;

// A first deployment publishes version 1; CDK's version resources are one each.
const FIRST_VERSION = '1';
const versionArn = (resource: Resource, scope: Scope): string =>
  `${targetArn('FunctionName')(resource, scope)}:${FIRST_VERSION}`;

/** The ARN of a layer's version; a first deployment publishes version 1 of a layer too. */
export function layerArn(resource: Resource, scope: Scope): string {
  return arnIn(scope.stack, 'lambda', `layer:${nameOf(resource, 'LayerName', scope)}:${FIRST_VERSION}`);
}

const mappingUuid = ({ logicalId }: Resource, { stack }: Scope): string =>
  eventSourceMappingUuid(`${stack.name}.${logicalId}`);

/** The return values of the resource types that matter here, from "AWS resource and property types reference". */
const ATTRIBUTES: ReadonlyMap<string, Attributes> = new Map<string, Attributes>([
  [
    'AWS::Lambda::Function',
    { Ref: (resource, scope) => nameOf(resource, 'FunctionName', scope), Arn: functionArn },
  ],
  ['AWS::Lambda::Alias', { Ref: aliasArn, AliasArn: aliasArn }],
  ['AWS::Lambda::Version', { Ref: versionArn, FunctionArn: versionArn, Version: () => FIRST_VERSION }],
  ['AWS::Lambda::LayerVersion', { Ref: layerArn, LayerVersionArn: layerArn }],
  [
    'AWS::Lambda::EventSourceMapping',
    {
      Ref: mappingUuid,
      Id: mappingUuid,
      EventSourceMappingArn: (resource, scope) =>
        arnIn(scope.stack, 'lambda', `event-source-mapping:${mappingUuid(resource, scope)}`),
    },
  ],
  [
    'AWS::Lambda::Url',
    {
      Ref: targetArn('TargetFunctionArn'),
      FunctionArn: targetArn('TargetFunctionArn'),
      FunctionUrl: functionUrl,
    },
  ],
  [
    'AWS::IAM::Role',
    {
      Ref: (resource, scope) => nameOf(resource, 'RoleName', scope),
      Arn: (resource, scope) => iamArn(resource, 'role', scope),
      RoleId: (resource, scope) => roleId(ownerOf(scope.stack, resource.logicalId)),
    },
  ],
  [
    'AWS::IAM::ManagedPolicy',
    {
      Ref: (resource, scope) => iamArn(resource, 'policy', scope),
      PolicyArn: (resource, scope) => iamArn(resource, 'policy', scope),
    },
  ],
  [
    'AWS::Logs::LogGroup',
    {
      Ref: (resource, scope) => nameOf(resource, 'LogGroupName', scope),
      Arn: (resource, scope) =>
        arnIn(scope.stack, 'logs', `log-group:${nameOf(resource, 'LogGroupName', scope)}:*`),
    },
  ],
  [
    'AWS::EC2::VPC',
    {
      Ref: ec2('vpc'),
      VpcId: ec2('vpc'),
      CidrBlock: property('CidrBlock'),
      DefaultSecurityGroup: ec2('sg'),
      DefaultNetworkAcl: ec2('acl'),
    },
  ],
  [
    'AWS::EC2::Subnet',
    {
      Ref: ec2('subnet'),
      SubnetId: ec2('subnet'),
      VpcId: property('VpcId'),
      CidrBlock: property('CidrBlock'),
      AvailabilityZone: property('AvailabilityZone'),
    },
  ],
  // A group in a VPC: its Ref is its id, and GroupId is the same.
  [
    'AWS::EC2::SecurityGroup',
    { Ref: ec2('sg'), GroupId: ec2('sg'), Id: ec2('sg'), VpcId: property('VpcId') },
  ],
  ['AWS::EC2::RouteTable', { Ref: ec2('rtb'), RouteTableId: ec2('rtb') }],
  ['AWS::EC2::InternetGateway', { Ref: ec2('igw'), InternetGatewayId: ec2('igw') }],
  ['AWS::EC2::EgressOnlyInternetGateway', { Ref: ec2('eigw'), Id: ec2('eigw') }],
  ['AWS::EC2::VPNGateway', { Ref: ec2('vgw'), VPNGatewayId: ec2('vgw') }],
  ['AWS::EC2::NetworkAcl', { Ref: ec2('acl'), Id: ec2('acl') }],
  ['AWS::EC2::PrefixList', { Ref: ec2('pl'), PrefixListId: ec2('pl') }],
  ['AWS::EC2::NatGateway', { Ref: ec2('nat'), NatGatewayId: ec2('nat') }],
  ['AWS::EC2::VPCEndpoint', { Ref: ec2('vpce'), Id: ec2('vpce') }],
]);

function valueOf(logicalId: string, attribute: string, scope: Scope): Value {
  const { stack } = scope;
  const resource = stack.resources.get(logicalId);
  const unknown = `${stack.name}-${logicalId}${attribute === 'Ref' ? '' : `.${attribute}`}`;
  if (resource === undefined) {
    return scope.fail(`${stack.name} has no resource or parameter "${logicalId}"`, unknown);
  }
  if (typeof resource.condition === 'string' && scope.condition(resource.condition) === false) {
    return scope.fail(`${logicalId} is not created: its condition ${resource.condition} is false`, unknown);
  }
  if (NESTED_STACK_TYPES.includes(resource.type)) return ofNestedStack(resource, attribute, scope, unknown);
  const attributes = ATTRIBUTES.get(resource.type);
  const read =
    attributes !== undefined && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (read !== undefined) return read(resource, scope);
  const follows =
    resource.type === CROSS_REGION_READER
      ? crossRegionExport(attribute, scope)
      : (attributeOfNamed(resource, attribute, scope) ?? databasePort(resource, attribute, scope));
  if (follows !== undefined) return follows;
  const what = attribute === 'Ref' ? 'the physical id' : `the attribute ${attribute}`;
  return scope.opaque(`${what} of ${logicalId} (${resource.type}) is known only to AWS`, unknown);
}

function ofNestedStack(resource: Resource, attribute: string, scope: Scope, unknown: string): Value {
  const nested = scope.world.stacks.find(
    ({ parent }) => parent?.stack === scope.stack && parent.logicalId === resource.logicalId,
  );
  if (nested === undefined) {
    return scope.opaque(
      `the template of the nested stack ${resource.logicalId} is not in the assembly`,
      unknown,
    );
  }
  if (attribute === 'Ref') return stackId(nested);
  const output = attribute.startsWith('Outputs.')
    ? scope.output(nested, attribute.slice('Outputs.'.length))
    : undefined;
  return (
    output ??
    scope.refuse(
      'OUTPUT_MISSING',
      `the nested stack ${resource.logicalId} has no ${attribute}`,
      'add the output to its template',
      unknown,
    )
  );
}
