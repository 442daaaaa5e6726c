const SUBNETS = 64;
const ZONES = ['a', 'c', 'd'];
/** How many functions share a security group, and a role. */
const SHARED_BY = 10;

/**
 * A template with so many functions in 64 subnets of one VPC, each in two of them: ten share a security group and a role,
 * every fifth has a published version; with route tables, and endpoints in all subnets.
 */
export function layout(functions: number): string {
  const resources: Record<string, unknown> = {
    Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }),
    Endpoint: ec2('VPCEndpoint', {
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.ap-northeast-1.secretsmanager',
      SubnetIds: numbers(SUBNETS).map((index) => ref(`Subnet${index}`)),
      PrivateDnsEnabled: true,
    }),
  };
  for (const index of numbers(SUBNETS)) {
    resources[`Subnet${index}`] = ec2('Subnet', {
      VpcId: ref('Vpc'),
      CidrBlock: `10.0.${index * 4}.0/22`,
      AvailabilityZone: `ap-northeast-1${ZONES[index % ZONES.length]}`,
      Tags: [{ Key: 'Name', Value: `private-${index}` }],
    });
    resources[`Table${index}`] = ec2('RouteTable', { VpcId: ref('Vpc') });
    resources[`Association${index}`] = ec2('SubnetRouteTableAssociation', {
      SubnetId: ref(`Subnet${index}`),
      RouteTableId: ref(`Table${index}`),
    });
  }
  for (const index of numbers(Math.ceil(functions / SHARED_BY))) {
    resources[`Group${index}`] = ec2('SecurityGroup', {
      GroupDescription: `functions ${index}`,
      VpcId: ref('Vpc'),
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `10.0.${index % 256}.0/24` },
      ],
    });
    resources[`Role${index}`] = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        ManagedPolicyArns: [
          { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole' },
        ],
      },
    };
  }
  for (const index of numbers(functions)) {
    const group = Math.floor(index / SHARED_BY);
    resources[`Function${index}`] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: `function-${index}`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'code', S3Key: `${index}.zip` },
        Role: { 'Fn::GetAtt': [`Role${group}`, 'Arn'] },
        VpcConfig: {
          SubnetIds: [ref(`Subnet${group % SUBNETS}`), ref(`Subnet${(group + 1) % SUBNETS}`)],
          SecurityGroupIds: [{ 'Fn::GetAtt': [`Group${group}`, 'GroupId'] }],
        },
      },
    };
    if (index % 5 === 0) {
      resources[`Version${index}`] = {
        Type: 'AWS::Lambda::Version',
        Properties: { FunctionName: ref(`Function${index}`) },
      };
    }
  }
  return JSON.stringify({ Resources: resources });
}

/** How many ENIs that comes to: every group in two subnets. */
export function enisOf(functions: number): number {
  return 2 * Math.ceil(functions / SHARED_BY);
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function ref(Ref: string): object {
  return { Ref };
}

function ec2(type: string, properties: object): object {
  return { Type: `AWS::EC2::${type}`, Properties: properties };
}
