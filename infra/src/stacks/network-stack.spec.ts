import { Match } from 'aws-cdk-lib/assertions';
import { createTestApp, templatesOf, TestBundles } from '../../test/test-app';

describe('FurlNetwork', () => {
  const bundles = new TestBundles();
  const { network: template } = templatesOf(createTestApp(bundles));
  afterAll(() => bundles.remove());

  const idOf = (type: string, properties: object) =>
    Object.keys(template.findResources(type, { Properties: properties }))[0];
  const vpcId = idOf('AWS::EC2::VPC', {});

  it('is one VPC with DNS', () => {
    template.hasResourceProperties('AWS::EC2::VPC', {
      CidrBlock: '10.0.0.0/16',
      EnableDnsSupport: true,
      EnableDnsHostnames: true,
      InstanceTenancy: 'default',
      Tags: [{ Key: 'Name', Value: 'PrivateVPC' }],
    });
  });

  it.each([
    ['PrivateSubnet-1a', 'ap-northeast-1a', '10.0.1.0/24'],
    ['PrivateSubnet-1c', 'ap-northeast-1c', '10.0.2.0/24'],
  ])('has %s in %s with %s and a route table that leads nowhere', (name, zone, cidr) => {
    const tags = Match.arrayWith([{ Key: 'Name', Value: name }]);

    template.hasResourceProperties('AWS::EC2::Subnet', {
      VpcId: { Ref: vpcId },
      AvailabilityZone: zone,
      CidrBlock: cidr,
      MapPublicIpOnLaunch: false,
      Tags: tags,
    });
    template.hasResourceProperties('AWS::EC2::SubnetRouteTableAssociation', {
      SubnetId: { Ref: idOf('AWS::EC2::Subnet', { CidrBlock: cidr }) },
      RouteTableId: { Ref: idOf('AWS::EC2::RouteTable', { Tags: tags }) },
    });
  });

  it('lets outbound-full-sg send anything anywhere', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      VpcId: { Ref: vpcId },
      GroupName: 'outbound-full-sg',
      GroupDescription: 'Lambda functions of Furl: all outbound traffic',
      SecurityGroupEgress: [
        Match.objectEquals({ CidrIp: '0.0.0.0/0', IpProtocol: '-1', Description: Match.anyValue() }),
      ],
      SecurityGroupIngress: Match.absent(),
    });
  });

  it('lets outbound-vpc-sg send TCP to the VPC only', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      VpcId: { Ref: vpcId },
      GroupName: 'outbound-vpc-sg',
      GroupDescription: 'Lambda functions of Furl: outbound TCP to the VPC only',
      SecurityGroupEgress: [
        {
          CidrIp: '10.0.0.0/16',
          IpProtocol: 'tcp',
          FromPort: 0,
          ToPort: 65535,
          Description: 'TCP to the VPC',
        },
      ],
      SecurityGroupIngress: Match.absent(),
    });
  });

  it('names subnets after the zones that are configured', () => {
    const app = createTestApp(bundles, {
      'furl:region': 'eu-central-1',
      'furl:availabilityZones': 'eu-central-1c,eu-central-1b',
      'furl:vpcCidr': '172.20.0.0/16',
      'furl:subnetCidrs': '172.20.5.0/24,172.20.6.0/24',
    });
    const { network: elsewhere } = templatesOf(app);

    expect(app.network.region).toBe('eu-central-1');
    elsewhere.hasResourceProperties('AWS::EC2::Subnet', {
      AvailabilityZone: 'eu-central-1c',
      CidrBlock: '172.20.5.0/24',
      Tags: Match.arrayWith([{ Key: 'Name', Value: 'PrivateSubnet-1c' }]),
    });
    elsewhere.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupName: 'outbound-vpc-sg',
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '172.20.0.0/16' })],
    });
  });
});
