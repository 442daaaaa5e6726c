import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { ListedIpAddresses } from './listed-ip-addresses';

const addresses = new ListedIpAddresses('10.0.0.0/16', [
  { availabilityZone: 'eu-west-1a', cidrBlock: '10.0.1.0/24' },
  { availabilityZone: 'eu-west-1b', cidrBlock: '10.0.2.0/24' },
]);
const requestFor = (...zones: string[]) => ({
  vpcCidr: '10.0.0.0/16',
  requestedSubnets: zones.map((availabilityZone) => ({
    availabilityZone,
    configuration: { name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED },
    subnetConstructId: availabilityZone,
  })),
});

describe('ListedIpAddresses', () => {
  it('gives a subnet the block of its zone, in whatever order CDK asks', () => {
    expect(addresses.allocateVpcCidr()).toEqual({ cidrBlock: '10.0.0.0/16' });
    expect(addresses.allocateSubnetsCidr(requestFor('eu-west-1b', 'eu-west-1a'))).toEqual({
      allocatedSubnets: [{ cidr: '10.0.2.0/24' }, { cidr: '10.0.1.0/24' }],
    });
  });

  it.each([
    ['a zone that is not listed', ['eu-west-1c'], 'eu-west-1c'],
    ['a second subnet in a zone', ['eu-west-1a', 'eu-west-1a'], 'eu-west-1a'],
  ])('has no block for %s', (_, zones, named) => {
    expect(() => addresses.allocateSubnetsCidr(requestFor(...zones))).toThrow(
      `no block is left for a subnet in ${named}`,
    );
  });
});
