import fc from 'fast-check';

import { AssemblyError } from '../assembly-error';
import { lambda } from '../testing/assemblies';
import { BASE, ec2, networkIn, networkWith } from '../testing/networks';

const vpc = { Ref: 'Vpc' };
const role = (properties: object) => ({ Type: 'AWS::IAM::Role', Properties: properties });
const allow = (Action: unknown, rest: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...rest });
const policies = (...Statement: readonly object[]) => [
  { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } },
];
const ofAws = (name: string) => `arn:aws:iam::aws:policy/service-role/${name}`;

describe('security groups', () => {
  const groupOf = (properties: object, more: object = {}) =>
    networkWith({ ...BASE, Group: ec2('SecurityGroup', { VpcId: vpc, ...properties }), ...more })
      .securityGroups[0];

  it.each<[string, object, object, unknown]>([
    ['no rules', {}, {}, true],
    ['an empty list', { SecurityGroupEgress: [] }, {}, true],
    ['a list of no value', { SecurityGroupEgress: { Ref: 'AWS::NoValue' } }, {}, true],
    ['rules', { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] }, {}, false],
    [
      'rules of separate resources only',
      {},
      {
        Out: ec2('SecurityGroupEgress', {
          GroupId: { Ref: 'Group' },
          IpProtocol: '-1',
          CidrIp: '10.0.0.0/8',
        }),
      },
      expect.objectContaining({ path: 'Template.Group.SecurityGroupEgress' }),
    ],
  ])('with %s let out by AWS’s own rule or not', (_what, properties, more, expected) => {
    expect(groupOf(properties, more)?.hasDefaultEgress).toEqual(expected);
  });

  it.each<[string, object, object]>([
    [
      'ports',
      { IpProtocol: 'TCP', FromPort: '443', ToPort: 443, CidrIp: '10.0.0.0/8' },
      { protocol: 'tcp', ports: { from: 443, to: 443 }, peer: { kind: 'ipv4', cidr: '10.0.0.0/8' } },
    ],
    [
      'all ports by -1',
      { IpProtocol: 'udp', FromPort: -1, ToPort: -1, CidrIpv6: '::/0' },
      { protocol: 'udp', peer: { kind: 'ipv6', cidr: '::/0' } },
    ],
    [
      'a type of ICMP, which is no port',
      { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' },
      { protocol: 'icmp', peer: { kind: 'ipv4', cidr: '255.255.255.255/32' } },
    ],
    [
      'a prefix list',
      { IpProtocol: '-1', DestinationPrefixListId: 'pl-1' },
      { protocol: '-1', peer: { kind: 'prefix-list', id: 'pl-1' } },
    ],
    [
      'addresses that are not known',
      { IpProtocol: '-1', CidrIp: { 'Fn::ImportValue': 'cidr' } },
      { protocol: '-1', peer: { unknown: expect.any(String), path: expect.stringContaining('CidrIp') } },
    ],
  ])('have rules with %s', (_what, rule, expected) => {
    const path = 'Template.Group.SecurityGroupEgress.0';

    expect(groupOf({ SecurityGroupEgress: [rule] })?.egress).toEqual([{ path, ...expected }]);
  });

  it('of which it is not known whether a rule exists have a peer that is not known', () => {
    const Rule = ec2(
      'SecurityGroupIngress',
      { GroupId: { Ref: 'Group' }, IpProtocol: '-1', CidrIp: '10.0.0.0/8' },
      { Condition: 'C' },
    );
    const { securityGroups } = networkWith(
      { ...BASE, Rule },
      { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } },
    );

    expect(securityGroups[0]?.ingress).toMatchObject([
      { peer: { unknown: expect.stringContaining('the parameter P'), path: 'Template.Rule.Condition' } },
    ]);
  });
});

describe('what a role may do', () => {
  const rolesOf = (properties: object, more: object = {}) =>
    networkWith({ Role: role(properties), ...more }).roles;
  const network = [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DeleteNetworkInterface',
  ];

  it.each<[string, object, unknown, unknown]>([
    [
      'the policy of AWS for it',
      { ManagedPolicyArns: [ofAws('AWSLambdaVPCAccessExecutionRole')] },
      true,
      false,
    ],
    ['logs only', { ManagedPolicyArns: [ofAws('AWSLambdaBasicExecutionRole')] }, false, false],
    ['the three actions', { Policies: policies(allow(network)) }, true, false],
    ['two of the three', { Policies: policies(allow(network.slice(1))) }, false, false],
    ['a wildcard', { Policies: policies(allow('ec2:*')) }, true, true],
    ['everything but IAM', { Policies: policies(allow(undefined, { NotAction: 'iam:*' })) }, true, true],
    [
      'a denial',
      { Policies: policies(allow('*'), { ...allow('ec2:Delete*'), Effect: 'Deny' }) },
      false,
      true,
    ],
    ['a table', { Policies: policies(allow('dynamodb:PutItem')) }, false, true],
    [
      'a policy that is elsewhere',
      { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/own'] },
      {
        unknown: 'the policy arn:aws:iam::111122223333:policy/own is not in the template',
        path: expect.anything(),
      },
      { unknown: expect.any(String), path: 'Template.Role.ManagedPolicyArns' },
    ],
    [
      'a boundary that is elsewhere',
      { Policies: policies(allow(network)), PermissionsBoundary: 'arn:aws:iam::111122223333:policy/own' },
      { unknown: 'its permissions boundary is not in the template', path: expect.anything() },
      false,
    ],
  ])('with %s', (_what, properties, managesNetworkInterfaces, doesMoreThanLogs) => {
    expect(rolesOf(properties)).toMatchObject([{ managesNetworkInterfaces, doesMoreThanLogs }]);
  });

  it('is not known where SAM’s policy templates are', () => {
    const Fn = {
      Type: 'AWS::Serverless::Function',
      Properties: { InlineCode: '', Policies: [{ DynamoDBCrudPolicy: { TableName: 'orders' } }] },
    };
    const { roles, problems } = networkWith({ Fn }, { Transform: 'AWS::Serverless-2016-10-31' });
    const unknown = "SAM's policy templates DynamoDBCrudPolicy are not expanded";

    expect(roles).toMatchObject([{ doesMoreThanLogs: { unknown, path: 'Template.FnRole.Policies' } }]);
    expect(problems).toHaveLength(1);
  });

  it('is what policies of the template add to it, from either side', () => {
    const document = { Statement: [allow(network)] };
    const roles = rolesOf(
      { ManagedPolicyArns: [{ Ref: 'Managed' }] },
      {
        Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } },
        Other: role({}),
        Attached: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'p', PolicyDocument: document, Roles: [{ Ref: 'Other' }] },
        },
      },
    );

    expect(roles.map(({ managesNetworkInterfaces }) => managesNetworkInterfaces)).toEqual([true, true]);
  });
});

describe('what a function needs', () => {
  const needsOf = (properties: object, statements: readonly object[] = [], more: object = {}) => {
    const { functions } = networkWith({
      Role: role({ Policies: policies(...statements) }),
      Fn: lambda({ Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties }),
      ...more,
    });
    return functions.find(({ path }) => path === 'Template.Fn')?.needs;
  };
  const service = (name: string) => ({ to: { kind: 'service', service: name }, because: expect.any(String) });

  it.each<[string, string | readonly string[], readonly string[]]>([
    [
      'its services, by the names of their endpoints',
      ['sqs:SendMessage', 'kinesis:PutRecord'],
      ['sqs', 'kinesis-streams'],
    ],
    ['a service once', ['s3:GetObject', 's3:PutObject'], ['s3']],
    [
      'nothing for logs, traces and network interfaces',
      ['logs:*', 'xray:PutTraceSegments', 'ec2:CreateNetworkInterface'],
      [],
    ],
    ['nothing in particular for everything', '*', []],
    ['no key service for encrypted data', ['s3:GetObject', 'kms:Decrypt'], ['s3']],
    ['the key service when it is all there is', 'kms:Decrypt', ['kms']],
    ['the runtime of Bedrock', 'bedrock:InvokeModel', ['bedrock-runtime']],
  ])('is %s', (_what, actions, services) => {
    expect(needsOf({}, [allow(actions)])).toEqual(services.map(service));
  });

  it('says by which permission', () => {
    expect(needsOf({}, [allow('secretsmanager:GetSecretValue')])).toEqual([
      {
        to: { kind: 'service', service: 'secretsmanager' },
        because: 'its role allows secretsmanager:GetSecretValue',
      },
    ]);
  });

  it('is not what Lambda does for it', () => {
    const Mapping = {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:queue' },
    };

    expect(needsOf({}, [allow('sqs:ReceiveMessage')], { Mapping })).toEqual([]);
    expect(needsOf({}, [allow('sqs:ReceiveMessage')])).toEqual([service('sqs')]);
    expect(
      needsOf({ DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:1:q' } }, [allow('sqs:SendMessage')]),
    ).toEqual([]);
  });

  it.each<[string, string, object | undefined]>([
    ['a queue of the Region', 'https://sqs.us-east-1.amazonaws.com/1/q', { kind: 'service', service: 'sqs' }],
    ['a bucket', 'https://b.s3.us-east-1.amazonaws.com/', { kind: 'service', service: 's3' }],
    [
      'another Region',
      'https://sqs.eu-west-1.amazonaws.com/1/q',
      { kind: 'host', host: 'sqs.eu-west-1.amazonaws.com', port: 443 },
    ],
    ['a URL of another account', 'https://abc.lambda-url.us-east-1.on.aws/', { kind: 'function-url' }],
    ['a database that is elsewhere', 'db.abc.us-east-1.rds.amazonaws.com', undefined],
    ['any other text', 'warn', undefined],
  ])('is what its environment names: %s', (_what, value, to) => {
    const because = 'its environment names it in IT';

    expect(needsOf({ Environment: { Variables: { IT: value } } })).toEqual(
      to === undefined ? [] : [{ to, because }],
    );
  });
});

it('never throws anything but an AssemblyError, whatever stands where', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>('A', 'B', 'A.Arn', '${A}', 'AWS::NoValue', '10.0.0.0/16', 443, -1, true, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'Ref',
          'Fn::Sub',
          'Fn::If',
          'Fn::GetAtt',
          'Fn::Select',
          'Fn::Split',
          'Key',
          '__proto__',
        ),
        tie('value'),
        { maxKeys: 2 },
      ),
    ),
  }));
  const types = `VPC VPCCidrBlock Subnet RouteTable Route SubnetRouteTableAssociation NatGateway NetworkAcl
    NetworkAclEntry SecurityGroup SecurityGroupEgress VPCEndpoint PrefixList VPNGatewayRoutePropagation`
    .split(/\s+/)
    .map((type) => `AWS::EC2::${type}`);
  const names = `VpcId CidrBlock SubnetId RouteTableId GroupId SecurityGroupEgress SubnetIds VpcConfig Role Tags Policies
    PolicyDocument FunctionName EventSourceArn SourceAccessConfigurations DBSubnetGroupName Entries RouteTableIds`;
  const resource = fc.record({
    Type: fc.constantFrom(
      ...types,
      'AWS::Lambda::Function',
      'AWS::Lambda::Version',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Url',
      'AWS::IAM::Role',
      'AWS::IAM::Policy',
      'AWS::RDS::DBInstance',
      'AWS::CloudFormation::Stack',
    ),
    Condition: fc.constantFrom(undefined, 'C'),
    Properties: fc.dictionary(fc.constantFrom(...names.split(/\s+/)), value),
  });
  const template = fc.record({
    Resources: fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), fc.oneof(resource, value)),
    Conditions: fc.dictionary(fc.constantFrom('C'), value),
    Parameters: value,
    // With a macro, references to what is not there are no reason to refuse it.
    Transform: fc.constantFrom(undefined, 'AWS::Serverless-2016-10-31'),
  });
  fc.assert(
    fc.property(template, (each) => {
      const json: unknown = JSON.parse(JSON.stringify(each));
      try {
        expect(networkIn(json)).toEqual(networkIn(json));
      } catch (error) {
        if (!(error instanceof AssemblyError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
