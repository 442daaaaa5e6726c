import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { startEmulator, type Emulator, type EmulatorOptions, type NetworkInterface } from '@furl/emulator';
import { awsSource, eniQuery, findEnis, type AwsSource, type EniReport } from '@furl/eni-finder';
import { root } from './furl-process';

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';
const VPC_ACCESS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';

/** Resources of a template, by their logical ids. */
export type Resources = Readonly<Record<string, object>>;

/** A resource of a template. */
export function resource(type: string, Properties: object): object {
  return { Type: `AWS::${type}`, Properties };
}

/** A security group of the VPC `Vpc`. */
export function group(GroupName: string): object {
  return resource('EC2::SecurityGroup', { GroupName, GroupDescription: GroupName, VpcId: { Ref: 'Vpc' } });
}

/** A subnet of the same VPC. */
export function subnet(CidrBlock: string): object {
  return resource('EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock, AvailabilityZone: `${REGION}a` });
}

/** An execution role; `mayManage` interfaces, as functions in a VPC have to. */
export function role(RoleName: string, mayManage = true): object {
  return resource('IAM::Role', {
    RoleName,
    AssumeRolePolicyDocument: { Statement: [] },
    ManagedPolicyArns: mayManage ? [VPC_ACCESS] : [],
  });
}

/** A function in a subnet of the template, or in one that is told by its id, with groups of the template. */
export function inVpc(
  FunctionName: string,
  subnetId: string,
  groups: readonly string[],
  roleId = 'Role',
): object {
  return resource('Lambda::Function', {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = async () => "hello";' },
    Role: { 'Fn::GetAtt': [roleId, 'Arn'] },
    VpcConfig: {
      SubnetIds: [subnetId.startsWith('subnet-') ? subnetId : { Ref: subnetId }],
      SecurityGroupIds: groups.map((id) => ({ 'Fn::GetAtt': [id, 'GroupId'] })),
    },
  });
}

/** An emulator over templates that a test writes, and `furl eni` over that. */
export class LivingAccount {
  private constructor(
    private readonly environment: NodeJS.ProcessEnv,
    private readonly folder: string,
    readonly emulator: Emulator,
    readonly lambda: LambdaClient,
    readonly source: AwsSource,
  ) {}

  static async start(resources: Resources, options: Partial<EmulatorOptions> = {}): Promise<LivingAccount> {
    const folder = mkdtempSync(join(tmpdir(), 'furl-eni-'));
    synth(folder, { [ACCOUNT]: resources });
    const emulator = await startEmulator({
      preload: join(root, 'dist/tools/emulator/sandbox-preload.cjs'),
      runtimeClient: require.resolve('aws-lambda-ric'),
      runtimesFolder: join(root, 'tools/emulator/runtimes'),
      assemblyFolder: folder,
      port: 0,
      ...options,
    });
    const { accessKeyId, secretAccessKey, sessionToken } = emulator.developer;
    const environment = process.env;
    process.env = {
      ...environment,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
    const endpointUrl = `http://localhost:${emulator.port}`;
    const lambda = new LambdaClient({
      endpoint: endpointUrl,
      region: REGION,
      credentials: emulator.developer,
    });
    const source = await awsSource({ endpointUrl, region: REGION });
    return new LivingAccount(environment, folder, emulator, lambda, source);
  }

  /** Deploys other templates, by account. */
  async deploy(accounts: Readonly<Record<string, Resources>>): Promise<void> {
    synth(this.folder, accounts);
    await this.emulator.reload();
  }

  /** The id of a subnet or a group, by its logical id. */
  idOf(logicalId: string): string {
    const all = this.emulator.network
      .networks()
      .filter(({ accountId }) => accountId === ACCOUNT)
      .flatMap(({ subnets, securityGroups }) => [...subnets, ...securityGroups]);
    const id = all.find(({ path }) => path === `S${ACCOUNT}.${logicalId}`)?.id;
    if (id === undefined) throw new Error(`there is no ${logicalId}`);
    return id;
  }

  /** The interface that these groups have in that subnet, by their logical ids. */
  eniOf(subnetId: string, ...groups: readonly string[]): NetworkInterface {
    const [within, wanted] = [this.idOf(subnetId), groups.map((id) => this.idOf(id)).sort()];
    const eni = this.emulator.network
      .interfaces()
      .find((each) => each.subnetId === within && each.securityGroupIds.join() === wanted.join());
    if (eni === undefined) throw new Error(`there is no interface of ${groups.join()} in ${subnetId}`);
    return eni;
  }

  /** Whoever changed the groups of an interface, when Lambda’s could be changed. */
  changeGroups(id: string, ...groups: readonly string[]): void {
    const mallory: Parameters<Emulator['network']['changeInterfaceGroups']>[2] = {
      caller: {
        kind: 'assumed-role',
        accountId: ACCOUNT,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/mallory`,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/Admin`,
        userId: 'AROAEXAMPLEEXAMPLEADM:mallory',
      },
      accessKeyId: 'ASIAEXAMPLEEXAMPLE12',
      accountId: ACCOUNT,
      userId: 'AROAEXAMPLEEXAMPLEADM:mallory',
      userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/mallory`,
      sessionName: 'mallory',
      identityPolicies: [],
      permissionsBoundary: undefined,
    };
    const ids = groups.map((each) => this.idOf(each));
    this.emulator.network.changeInterfaceGroups(id, ids, mallory);
  }

  /** What `furl eni --eni` says. */
  async look(id: string): Promise<EniReport> {
    const [report] = await findEnis(this.source, eniQuery({ enis: [id] }));
    if (report === undefined) throw new Error(`no word of ${id}`);
    return report;
  }

  async close(): Promise<void> {
    this.source.close();
    this.lambda.destroy();
    process.env = this.environment;
    await this.emulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function synth(folder: string, accounts: Readonly<Record<string, Resources>>): void {
  const artifacts: Record<string, object> = {};
  for (const [account, Resources] of Object.entries(accounts)) {
    const templateFile = `S${account}.template.json`;
    writeFileSync(join(folder, templateFile), JSON.stringify({ Resources }));
    artifacts[`S${account}`] = {
      type: 'aws:cloudformation:stack',
      environment: `aws://${account}/${REGION}`,
      properties: { templateFile },
    };
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
}
