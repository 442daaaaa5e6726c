import { lambda, inMemory } from './testing/assemblies';
import { BASE, networkIn, networkOfFixture, networkWith } from './testing/networks';
import { readNetwork, readNetworks } from './read-network';

const stackOf = (name: string, environment: string) => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile: `${name}.json` },
});
const inVpc = (SubnetIds: unknown, SecurityGroupIds: unknown) =>
  lambda({ VpcConfig: { SubnetIds, SecurityGroupIds } });

describe('a cloud assembly', () => {
  it.each(['strong-references', 'weak-references'])('with %s is one network', (name) => {
    const { functions, subnets, securityGroups, unplaced, problems, region } = networkOfFixture(name);
    const [server] = functions.filter(({ vpcConfig }) => vpcConfig !== undefined);

    expect(server?.vpcConfig).toEqual({
      subnets: subnets.map(({ id }) => id),
      securityGroups: securityGroups.map(({ id }) => id),
      ipv6AllowedForDualStack: false,
    });
    expect(subnets.length).toBeGreaterThan(1);
    expect([unplaced, problems, region]).toEqual([[], [], 'ap-northeast-1']);
  });

  it('is the same network in every reading', () => {
    expect(networkOfFixture('weak-references')).toEqual(networkOfFixture('weak-references'));
  });

  it('with nested stacks has what is in them', () => {
    const { functions } = networkOfFixture('stage-and-nested-stack', {
      environment: 'ap-northeast-1',
    });

    expect(functions.map(({ path }) => path?.split('.')[0]?.slice(0, 17))).toContain('FurlServer-Nested');
  });

  it('of two Regions is two networks, and no one of them', () => {
    const files = inMemory({
      'manifest.json': {
        artifacts: { A: stackOf('A', 'aws://1/eu-west-1'), B: stackOf('B', 'aws://1/us-east-1') },
      },
      'A.json': { Resources: BASE },
      'B.json': { Resources: { Fn: lambda() } },
    });

    expect(readNetworks({ files }).map(({ region, vpcs }) => [region, vpcs.length])).toEqual([
      ['eu-west-1', 1],
      ['us-east-1', 0],
    ]);
    expect(() => readNetwork({ files })).toThrow(
      'there are functions or networks in 1/eu-west-1 and 1/us-east-1: name one of them',
    );
    expect(() => readNetwork({ files }, { environment: 'mars' })).toThrow(
      'there are no functions or networks in "mars", but in 1/eu-west-1 and 1/us-east-1: name one of them',
    );
    expect(readNetwork({ files }, { environment: '1/us-east-1' }).functions).toHaveLength(1);
  });

  it('without stacks is refused', () => {
    expect(() => readNetwork({ files: inMemory({ 'manifest.json': {} }) })).toThrow(
      'manifest.json: the assembly has no stacks: synthesise again',
    );
  });
});

describe('ids', () => {
  const idsOf = (SubnetIds: unknown, SecurityGroupIds: unknown, template: object = {}) => {
    const { functions } = networkWith({ ...BASE, Fn: inVpc(SubnetIds, SecurityGroupIds) }, template);
    return functions[0]?.vpcConfig;
  };

  it('are the same by Ref and by Fn::GetAtt', () => {
    const byRef = idsOf([{ Ref: 'Subnet' }], [{ Ref: 'Group' }]);

    expect(idsOf([{ 'Fn::GetAtt': ['Subnet', 'SubnetId'] }], [{ 'Fn::GetAtt': 'Group.GroupId' }])).toEqual(
      byRef,
    );
    expect(byRef).toMatchObject({ subnets: [expect.stringMatching(/^subnet-0/)] });
  });

  it('are the same in two versions of a template, whatever its file is called', () => {
    const resources = { ...BASE, Fn: inVpc([{ Ref: 'Subnet' }], [{ Ref: 'Group' }]) };
    const before = networkIn({ Resources: resources });
    const files = inMemory({ 'after.json': { Resources: { ...resources, Other: lambda() } } });
    const after = readNetwork({ files, template: 'after.json' });

    expect(after.functions[0]).toEqual(before.functions[0]);
    expect(after.subnets).toEqual(before.subnets);
  });

  it.each<[string, unknown, unknown, object]>([
    [
      'a parameter without default',
      { Ref: 'P' },
      'parameter-Template-P',
      { Parameters: { P: { Type: 'String' } } },
    ],
    [
      'a parameter of Systems Manager',
      { Ref: 'P' },
      'ssm-/vpc/subnet',
      { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/vpc/subnet' } } },
    ],
    ['an import that nobody exports', { 'Fn::ImportValue': 'net-subnet' }, 'import-net-subnet', {}],
    [
      'an output of a stack that is elsewhere',
      { 'Fn::GetStackOutput': { StackName: 'Net', OutputName: 'A' } },
      'output-Net-A',
      {},
    ],
    ['a dynamic reference', '{{resolve:ssm:/vpc/subnet}}', '{{resolve:ssm:/vpc/subnet}}', {}],
    [
      'one of a list that is not known',
      { 'Fn::Select': [1, { Ref: 'P' }] },
      'parameter-Template-P[1]',
      { Parameters: { P: { Type: 'List<AWS::EC2::Subnet::Id>' } } },
    ],
    [
      'a part of an import',
      { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'net' }] }] },
      'split-import-net[0]',
      {},
    ],
    ['an imported VPC of CDK', 's-12345', 's-12345', {}],
  ])('of %s are opaque, and the same wherever they stand', (_what, expression, id, template) => {
    expect(idsOf([expression], [expression], template)).toMatchObject({
      subnets: [id],
      securityGroups: [id],
    });
  });

  it.each<[string, unknown, string, object]>([
    [
      'a list that is a parameter without default',
      { Ref: 'P' },
      'the parameter P has no default',
      { Parameters: { P: { Type: 'List<AWS::EC2::Subnet::Id>' } } },
    ],
    [
      'the parts of a text that is not known',
      { 'Fn::Split': [',', { 'Fn::ImportValue': 'net' }] },
      'no stack of the assembly exports "net"',
      {},
    ],
    [
      'a branch of a condition that is not known',
      { 'Fn::If': ['C', ['subnet-1'], ['subnet-2']] },
      'the parameter P has no default',
      { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } },
    ],
  ])('of %s are unknown, and say why', (_what, expression, reason, template) => {
    expect(idsOf(expression, ['sg-1'], template)).toMatchObject({
      subnets: { unknown: expect.stringContaining(reason), path: 'Template.Fn.VpcConfig.SubnetIds' },
      securityGroups: ['sg-1'],
    });
  });

  it('take the branch of a condition that is known, at any depth', () => {
    const Parameters = { Stage: { Type: 'String', Default: 'prod' } };
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } };
    const none = { Ref: 'AWS::NoValue' };
    const config = {
      SubnetIds: ['subnet-1', { 'Fn::If': ['IsProd', none, 'subnet-2'] }],
      SecurityGroupIds: ['sg-1'],
    };
    const read = (VpcConfig: unknown) =>
      networkWith({ Fn: lambda({ VpcConfig }) }, { Parameters, Conditions }).functions[0]?.vpcConfig;

    expect(read({ 'Fn::If': ['IsProd', config, none] })).toMatchObject({ subnets: ['subnet-1'] });
    expect(read({ 'Fn::If': ['IsProd', none, config] })).toBeUndefined();
  });
});
