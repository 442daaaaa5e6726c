import { awsSource, eniQuery, findEnis, type AwsOptions, type AwsSource, type EniReport } from '../src/index';
import { FakeAws } from './fake-aws';
import { ACCOUNT, ENI, fixture, functionArn, NOW, REGION } from './fixtures';

/** A fake AWS, a source that asks it, and the end of both. */
export class Started {
  readonly aws = new FakeAws();
  private readonly sources: AwsSource[] = [];

  /** @param fixtures what the account has */
  static async with(...fixtures: string[]): Promise<Started> {
    const started = new Started();
    for (const name of fixtures) started.aws.load(fixture(name));
    await started.aws.listen();
    return started;
  }

  async source(options: AwsOptions = {}): Promise<AwsSource> {
    const source = await awsSource({ endpointUrl: this.aws.url, region: REGION, env: {}, ...options });
    this.sources.push(source);
    return source;
  }

  /** Asks for interfaces, of the one that most fixtures have when none is named. */
  async find(ids: readonly string[] = [ENI], options: AwsOptions = {}): Promise<EniReport[]> {
    return findEnis(await this.source(options), eniQuery({ enis: ids }), { now: NOW });
  }

  async close(): Promise<void> {
    for (const source of this.sources) source.close();
    await this.aws.close();
  }
}

/** Its n-th group and n-th interface: what they have in common is the subnet. */
export function groupId(n: number): string {
  return `sg-${n.toString(16).padStart(17, '0')}`;
}

export function eniId(n: number): string {
  return `eni-${n.toString(16).padStart(17, '0')}`;
}

const SUBNET = 'subnet-0a1b2c3d4e5f60718';

/** The interface with the n-th group. */
export function eniJson(
  n: number,
  groups: readonly string[] = [groupId(n)],
): Readonly<Record<string, unknown>> {
  return {
    NetworkInterfaceId: eniId(n),
    Status: 'in-use',
    InterfaceType: 'lambda',
    Description: `AWS Lambda VPC ENI-function-${n}-3f2b8c1e-9d4a-4c57-8e21-5b6f7a8c9d0e`,
    SubnetId: SUBNET,
    VpcId: 'vpc-0aaaabbbbccccdddd',
    OwnerId: ACCOUNT,
    RequesterId: `AROAEXAMPLEIRLLAMBDA1:${ACCOUNT}`,
    Groups: groups.map((id) => ({ GroupId: id, GroupName: id })),
  };
}

/** The function that uses the interface with the n-th group. */
export function functionJson(
  n: number,
  groups: readonly string[] = [groupId(n)],
): Readonly<Record<string, unknown>> {
  return {
    FunctionName: `function-${n}`,
    FunctionArn: functionArn(`function-${n}`),
    Role: `arn:aws:iam::${ACCOUNT}:role/service/IRL-Lambda`,
    LastModified: '2026-03-01T09:29:10.000+0000',
    VpcConfig: { SubnetIds: [SUBNET], SecurityGroupIds: groups },
  };
}
