import { CONFIG_KEYS, DEFAULT_CONFIG, readConfig } from './config';
import { ConfigError } from './config-error';

const configOf = (context: Record<string, unknown>) => readConfig((key) => context[key]);

describe('readConfig', () => {
  it('needs no configuration', () => {
    expect(configOf({})).toEqual(DEFAULT_CONFIG);
    expect(DEFAULT_CONFIG).toEqual({
      region: 'ap-northeast-1',
      vpcCidr: '10.0.0.0/16',
      subnets: [
        { availabilityZone: 'ap-northeast-1a', cidrBlock: '10.0.1.0/24' },
        { availabilityZone: 'ap-northeast-1c', cidrBlock: '10.0.2.0/24' },
      ],
    });
  });

  it('takes the folder of what is deployed as it is', () => {
    expect(configOf({ [CONFIG_KEYS.against]: '../deployed' })).toEqual({
      ...DEFAULT_CONFIG,
      against: '../deployed',
    });
  });

  it('lets the zones follow the Region', () => {
    expect(configOf({ [CONFIG_KEYS.region]: 'eu-west-1' })).toEqual({
      ...DEFAULT_CONFIG,
      region: 'eu-west-1',
      subnets: [
        { availabilityZone: 'eu-west-1a', cidrBlock: '10.0.1.0/24' },
        { availabilityZone: 'eu-west-1b', cidrBlock: '10.0.2.0/24' },
      ],
    });
  });

  it.each([
    [
      'arrays, as in cdk.json',
      ['us-east-1b', 'us-east-1f', 'us-east-1c'],
      ['10.9.0.0/28', '10.9.0.16/28', '10.9.4.0/22'],
    ],
    ['text, as by -c', 'us-east-1b,us-east-1f, us-east-1c', '10.9.0.0/28, 10.9.0.16/28,10.9.4.0/22'],
  ])('takes lists as %s', (_, zones, cidrs) => {
    const config = configOf({
      [CONFIG_KEYS.region]: 'us-east-1',
      [CONFIG_KEYS.availabilityZones]: zones,
      [CONFIG_KEYS.vpcCidr]: '10.9.0.0/20',
      [CONFIG_KEYS.subnetCidrs]: cidrs,
    });

    expect(config).toEqual({
      region: 'us-east-1',
      vpcCidr: '10.9.0.0/20',
      subnets: [
        { availabilityZone: 'us-east-1b', cidrBlock: '10.9.0.0/28' },
        { availabilityZone: 'us-east-1f', cidrBlock: '10.9.0.16/28' },
        { availabilityZone: 'us-east-1c', cidrBlock: '10.9.4.0/22' },
      ],
    });
  });

  const { region, availabilityZones, vpcCidr, subnetCidrs, against } = CONFIG_KEYS;
  it.each<[Record<string, unknown>, string]>([
    [{ [region]: 'tokyo' }, 'bad value for furl:region: "tokyo"; give an AWS Region, such as ap-northeast-1'],
    [{ [region]: 'ap-norteast-1' }, 'bad value for furl:region: "ap-norteast-1"; give an AWS Region'],
    [{ [region]: '' }, 'bad value for furl:region: ""; give an AWS Region'],
    [{ [against]: '' }, 'bad value for furl:against: ""; give the folder of a cloud assembly'],
    [{ [against]: true }, 'bad value for furl:against: true; give the folder of a cloud assembly'],
    [{ [region]: null }, 'bad value for furl:region: null; give an AWS Region'],
    [{ [region]: { a: 1 } }, 'bad value for furl:region: {"a":1}; give an AWS Region'],
    [
      { [availabilityZones]: 'us-east-1a,us-east-1b' },
      'us-east-1a is no zone of ap-northeast-1; give zones of that Region',
    ],
    [{ [region]: 'eu-west-1', [availabilityZones]: ['eu-west-1'] }, 'such as eu-west-1a,eu-west-1b'],
    [{ [availabilityZones]: 'ap-northeast-1a,ap-northeast-1a' }, 'name each zone once'],
    [{ [availabilityZones]: 'ap-northeast-1a,' }, 'give a list'],
    [{ [availabilityZones]: [] }, 'bad value for furl:availabilityZones: []; give a list'],
    [{ [availabilityZones]: [1] }, 'give a list'],
    [{ [availabilityZones]: 7 }, 'give a list'],
    [{ [vpcCidr]: '10.0.0.0' }, 'bad value for furl:vpcCidr: "10.0.0.0"; give an IPv4 block of /16 to /28'],
    [{ [vpcCidr]: '10.0.0.0/8' }, 'give an IPv4 block of /16 to /28'],
    [{ [vpcCidr]: '10.0.1.0/16' }, 'with no bits set behind its prefix'],
    [{ [vpcCidr]: 16 }, 'bad value for furl:vpcCidr: 16'],
    [
      { [vpcCidr]: '10.1.0.0/16' },
      'bad value for furl:subnetCidrs: "10.0.1.0/24,10.0.2.0/24"; 10.0.1.0/24 is outside the VPC',
    ],
    [
      { [subnetCidrs]: '10.0.1.0/24' },
      'give one block for each of the 2 zones: ap-northeast-1a, ap-northeast-1c',
    ],
    [{ [availabilityZones]: 'ap-northeast-1a' }, 'give one block for each of the 1 zones: ap-northeast-1a'],
    [{ [subnetCidrs]: '10.0.1.0/24,10.0.2.0/29' }, '10.0.2.0/29 is not an IPv4 block of /16 to /28'],
    [
      { [subnetCidrs]: '10.0.1.0/24,10.1.0.0/24' },
      '10.1.0.0/24 is outside the VPC; give blocks of 10.0.0.0/16',
    ],
    [{ [subnetCidrs]: '10.0.0.0/23,10.0.1.0/24' }, '10.0.1.0/24 overlaps 10.0.0.0/23'],
    [{ [subnetCidrs]: [['10.0.1.0/24']] }, 'give a list'],
  ])('refuses %j in one line that says the way out', (context, message) => {
    const read = () => configOf(context);

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(message);
    expect(read).not.toThrow('\n');
  });
});
