import { Tags, Validations } from 'aws-cdk-lib';
import type { IVpc, SecurityGroupProps } from 'aws-cdk-lib/aws-ec2';
import { Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { FurlConfig } from '../config';
import { ListedIpAddresses } from '../constructs/listed-ip-addresses';
import { RegionalStack } from '../constructs/regional-stack';
import { SECURITY_GROUP_NAMES, SUBNET_NAME_PREFIX, VPC_NAME } from '../names';

/** What the {@link NetworkStack} is made of. */
export interface NetworkStackProps {
  /** The Region, the zones and the blocks. */
  readonly config: FurlConfig;
}

/** The private network: a VPC with no way out, its subnets, and the security groups of the functions in it. */
export class NetworkStack extends RegionalStack {
  /** The VPC; every subnet of it is isolated. */
  readonly vpc: IVpc;
  /** Lets a function send anything anywhere the routes lead. */
  readonly outboundFull: SecurityGroup;
  /** Lets a function send TCP to the VPC only. */
  readonly outboundVpc: SecurityGroup;

  constructor(scope: Construct, id: string, { config }: NetworkStackProps) {
    super(scope, id, {
      config,
      description: 'Furl: a private network for Lambda functions, without internet gateway and NAT',
    });
    this.vpc = this.createVpc(config);
    this.outboundFull = this.createGroup('OutboundFull', SECURITY_GROUP_NAMES.full, {
      description: 'Lambda functions of Furl: all outbound traffic',
      allowAllOutbound: true,
    });
    this.outboundVpc = this.createGroup('OutboundVpc', SECURITY_GROUP_NAMES.vpc, {
      description: 'Lambda functions of Furl: outbound TCP to the VPC only',
      allowAllOutbound: false,
    });
    this.outboundVpc.addEgressRule(Peer.ipv4(config.vpcCidr), Port.allTcp(), 'TCP to the VPC');
  }

  private createVpc(config: FurlConfig): IVpc {
    const vpc = new Vpc(this, 'Vpc', {
      vpcName: VPC_NAME,
      ipAddresses: new ListedIpAddresses(config.vpcCidr, config.subnets),
      availabilityZones: this.availabilityZones,
      subnetConfiguration: [{ name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED }],
      enableDnsSupport: true,
      enableDnsHostnames: true,
      natGateways: 0,
      createInternetGateway: false,
      // It is done by a custom resource: one more function, with a role that may change security groups, for a group that
      // nothing here uses. Every function names its own group.
      restrictDefaultSecurityGroup: false,
    });
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason:
        'Nothing enters or leaves this network, which has no gateway; flow logs of it cost more than they tell. Turn them on ' +
        'together with the first route out.',
    });
    for (const subnet of vpc.isolatedSubnets) {
      // `ap-northeast-1a` → `1a`; the route table inside the subnet takes the same name.
      const zone = subnet.availabilityZone.split('-').at(-1) ?? subnet.availabilityZone;
      Tags.of(subnet).add('Name', `${SUBNET_NAME_PREFIX}${zone}`);
      Validations.of(subnet).acknowledge({
        id: 'CloudFormation-Validate::W3010',
        reason:
          'The zones are configuration: they are the same in every account, and no look-up decides them.',
      });
    }
    // CDK's own types are not written for exactOptionalPropertyTypes.
    return vpc as IVpc;
  }

  private createGroup(
    id: string,
    securityGroupName: string,
    props: Pick<SecurityGroupProps, 'description' | 'allowAllOutbound'>,
  ): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, securityGroupName, ...props });
  }
}
