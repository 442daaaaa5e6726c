import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Plan, Reach } from '@furl/hyperplane';
import { type Assembly, resourcesOf, root, Sandbox, type Finished } from './furl-process';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

it('draws the picture of the README', () => {
  const { folder } = sandbox.copyAssembly();
  sandbox.furl('plan', folder, '--diagram', 'network.svg');
  // When this fails, the network has changed: npx furl plan --diagram infra/network.svg
  expect(readFileSync(join(sandbox.folder, 'network.svg'), 'utf8')).toBe(
    readFileSync(join(root, 'infra/network.svg'), 'utf8'),
  );
});

/** The article's layout: this workspace's assembly without the server and the proxy. */
function article(): Assembly {
  const assembly = sandbox.copyAssembly();
  keepStacks(assembly, ['FurlNetwork', 'FurlVpcLambda']);
  return assembly;
}

function keepStacks({ folder }: Assembly, names: readonly string[]): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { artifacts: Record<string, unknown> };
  const kept = Object.entries(manifest.artifacts).filter(([name]) =>
    names.includes(name.split('.')[0] ?? ''),
  );
  writeFileSync(file, JSON.stringify({ ...manifest, artifacts: Object.fromEntries(kept) }));
}

function without(assembly: Assembly, functions: readonly string[]): void {
  assembly.edit('FurlVpcLambda', (template) => {
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      const name = Properties['FunctionName'];
      if (Type === 'AWS::Lambda::Function' && functions.includes(String(name))) {
        template.Resources = Object.fromEntries(
          Object.entries(template.Resources).filter(([key]) => key !== id),
        );
      }
    }
  });
}

const json = <T>({ stdout, stderr }: Finished): T => {
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
};

/** One line for a person, no stack trace, and nothing on standard output. */
function expectRefusal({ status, stdout, stderr }: Finished, ...parts: string[]): void {
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
}

describe('furl plan', () => {
  it('counts 4 ENIs for the article’s layout, 249 of 251 free in each subnet, one shared by -02 and -03', () => {
    const { folder } = article();

    const plan = json<Plan>(sandbox.furl('plan', folder, '--json'));

    expect(plan.totals.enis).toBe(4);
    expect(plan.subnets.map(({ name, cidrBlock, total, free }) => [name, cidrBlock, total, free])).toEqual([
      ['PrivateSubnet-1a', '10.0.1.0/24', 251, 249],
      ['PrivateSubnet-1c', '10.0.2.0/24', 251, 249],
    ]);
    expect(plan.enis.map(({ functions }) => functions.join(' ')).sort()).toEqual([
      'test-lambda-01',
      'test-lambda-01',
      'test-lambda-02 test-lambda-03',
      'test-lambda-02 test-lambda-03',
    ]);
    expect([plan.warnings, plan.partial]).toEqual([[], []]);
  });

  it('shows the way to 2 ENIs and 250 free, with a peak of 4', () => {
    const { folder: before } = article();
    const old = join(sandbox.folder, 'before');
    sandbox.move(before, old);
    const after = article();
    without(after, ['test-lambda-01', 'test-lambda-02']);

    const change = json<Change>(sandbox.furl('plan', after.folder, '--against', 'before', '--json'));

    expect([change.before, change.after, change.peak].map(({ totals }) => totals.enis)).toEqual([4, 2, 4]);
    expect(change.after.subnets.map(({ free }) => free)).toEqual([250, 250]);
    expect(change.peak.subnets.map(({ free }) => free)).toEqual([249, 249]);
    expect([change.added.length, change.removed.length]).toEqual([0, 2]);
    const { stdout } = sandbox.furl('plan', after.folder, '--against', 'before');
    expect(stdout).toMatch(/^PrivateSubnet-1a 10\.0\.1\.0\/24 +2 +1 +2 +249 +250 +249$/m);
    expect(stdout).toContain('4 → 2 ENIs, 4 of 500 at the peak in PrivateVPC');
  });

  it('takes the workspace’s own assembly when none is named, and says where there is none', () => {
    sandbox.copyAssembly();
    expect(sandbox.furl('plan').stdout).toContain('ENIs of 500 in PrivateVPC');
    sandbox.move('cdk.out', 'elsewhere');
    expectRefusal(sandbox.furl('plan'), 'there is nothing at dist/infra/cdk.out', 'infra:synth');
  });

  it('ends with 1 when it does not fit, with a warning only when asked to', () => {
    const { folder } = article();
    expect(sandbox.furl('plan', folder, '--quota', '4').status).toBe(0);
    const over = sandbox.furl('plan', folder, '--quota', '3');
    expect([over.status, over.stdout]).toEqual([1, expect.stringContaining('error ENI_QUOTA_EXCEEDED')]);
    expect(sandbox.furl('plan', folder, '--quota', '3', '--fail-on', 'none').status).toBe(0);

    const small = 'tools/furl/fixtures/network/templates/addresses-slash-28.yaml';
    const statuses = ['none', 'error', 'warning'].map(
      (severity) => sandbox.furl('plan', join(root, small), '--fail-on', severity).status,
    );
    expect(statuses).toEqual([0, 0, 1]);
  });

  it.each([
    ['svg', '<svg'],
    ['html', '<!doctype html>'],
    ['mmd', 'flowchart'],
  ])('draws a .%s', (extension, start) => {
    const { folder } = article();
    const { status, stderr } = sandbox.furl('plan', folder, '--diagram', `picture.${extension}`);
    expect([status, stderr]).toEqual([0, `furl: drawn to picture.${extension}\n`]);
    const picture = readFileSync(join(sandbox.folder, `picture.${extension}`), 'utf8');
    expect(picture.toLowerCase()).toContain(start);
    expect(picture).toContain('test-lambda-03');
  });

  it('draws nothing else, and nowhere else', () => {
    const { folder } = article();
    const { status, stderr } = sandbox.furl('plan', folder, '--diagram', 'picture.png');
    expect([status, stderr]).toEqual([2, expect.stringContaining('.svg, .html, .mmd')]);
    expectRefusal(sandbox.furl('plan', folder, '--diagram', 'no/folder/x.svg'), 'no/folder/x.svg');
    expect(existsSync(join(sandbox.folder, 'picture.png'))).toBe(false);
  });
});

describe('furl reach', () => {
  const ask = (source: string, ...words: string[]): [number | null, Reach] => {
    const finished = sandbox.furl('reach', ...words, '--source', source, '--json');
    const [answer] = json<Reach[]>(finished);
    if (answer === undefined) throw new Error('no answer');
    return [finished.status, answer];
  };
  /** An endpoint for S3 in the network's VPC. */
  const withEndpoint = (type: 'Gateway' | 'Interface'): string => {
    const assembly = sandbox.copyAssembly();
    assembly.edit('FurlNetwork', (template) => {
      const ids = (kind: string): { Ref: string }[] =>
        Object.entries(template.Resources)
          .filter(([, { Type }]) => Type === `AWS::EC2::${kind}`)
          .map(([id]) => ({ Ref: id }));
      const [vpc] = ids('VPC');
      const group = {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          VpcId: vpc,
          GroupDescription: 'endpoint',
          SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }],
        },
      };
      const where =
        type === 'Gateway'
          ? { RouteTableIds: ids('RouteTable') }
          : {
              SubnetIds: ids('Subnet'),
              SecurityGroupIds: [{ Ref: 'EndpointGroup' }],
              PrivateDnsEnabled: true,
            };
      Object.assign(template.Resources, {
        EndpointGroup: group,
        Endpoint: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: {
            VpcId: vpc,
            VpcEndpointType: type,
            ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
            ...where,
          },
        },
      });
      for (const { Properties } of resourcesOf(template, 'AWS::EC2::VPC')) {
        Object.assign(Properties, { EnableDnsSupport: true, EnableDnsHostnames: true });
      }
    });
    return assembly.folder;
  };

  it('lets the proxy reach the server’s URL', () => {
    const { folder } = sandbox.copyAssembly();
    const [status, { verdict }] = ask(folder, 'furl-proxy', 'url:furl-server');
    expect([status, verdict]).toEqual([0, 'yes']);
  });

  it('says why test-lambda-01 has no internet, and what would help', () => {
    const { folder } = sandbox.copyAssembly();
    const [status, { verdict, blockedBy, remedy }] = ask(folder, 'test-lambda-01', 'internet');
    expect([status, verdict]).toEqual([1, 'no']);
    expect(blockedBy.map(({ message }) => message)).toEqual([
      'no route 0.0.0.0/0 in the route table of both subnets',
    ]);
    expect(remedy).toContain('NAT gateway');
  });

  it('lets test-lambda-02 reach S3 by an interface endpoint, and not by a gateway endpoint', () => {
    const [no, gateway] = ask(withEndpoint('Gateway'), 'test-lambda-02', 's3');
    expect([no, gateway.verdict, gateway.blockedBy.map(({ id }) => id)]).toEqual([1, 'no', ['GROUP_EGRESS']]);
    const [yes, endpoint] = ask(withEndpoint('Interface'), 'test-lambda-02', 's3');
    expect([yes, endpoint.verdict]).toEqual([0, 'yes']);
  });

  it('shows all functions and all that is worth asking when nothing is asked', () => {
    const { status, stdout } = sandbox.furl('reach', '--source', sandbox.copyAssembly().folder);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^function +internet +URL of furl-server +URL of furl-proxy +lambda$/m);
    expect(stdout).toMatch(/^furl-proxy +yes +yes +yes +yes$/m);
    expect(stdout).toMatch(/^no .*test-lambda-02.* → .*internet/m);
  });

  it('takes a partial answer for no yes', () => {
    const half = 'tools/furl/fixtures/network/templates/internet-one-of-two-subnets.yaml';
    const [status, { verdict }] = ask(join(root, half), 'Fn', 'internet');
    expect([status, verdict]).toEqual([1, 'partial']);
  });

  it.each([
    [['furl-sever', 'internet'], 'did you mean furl-server?'],
    [['nothing-like-it', 'internet'], 'there are furl-proxy, furl-server, test-lambda-01'],
    [['furl-proxy', 'secretmanager'], 'did you mean secretsmanager?'],
    [['furl-proxy', 'test-lambda-1'], 'did you mean test-lambda-01'],
    [['furl-proxy', '10.0.0.256:443'], 'it is internet, <host>:<port>, a CIDR block'],
    [['furl-proxy', 'url:test-lambda-01'], 'test-lambda-01 has no function URL'],
    [['furl-proxy', 'url:nobody'], 'there is no function "nobody"'],
  ])('refuses %j', (words, message) => {
    expectRefusal(sandbox.furl('reach', ...words, '--source', sandbox.copyAssembly().folder), message);
  });
});

describe('broken input', () => {
  const templates = join(root, 'tools/furl/fixtures/network/templates/broken');
  it.each([
    ['not-json.json', 'not-json.json:3: this is not JSON'],
    ['unknown-tag.yaml', 'unknown-tag.yaml:6: CloudFormation has no tag !Arn'],
    ['circle.yaml', 'depend on each other in a circle'],
    ['missing-output.yaml', 'has no Outputs.Subnet'],
    ['missing-resource.yaml', 'refers to "Vpcc"'],
    ['aliases.yaml', 'aliases repeat too much'],
    ['empty.yaml', 'it is empty'],
    ['no-resources.yaml', 'it has no Resources'],
    ['not-there.yaml', 'there is nothing at'],
  ])('%s is refused in one line', (file, message) => {
    expectRefusal(sandbox.furl('plan', join(templates, file)), message);
    expectRefusal(sandbox.furl('reach', '--source', join(templates, file)), message);
  });

  it('a template of 20 MB is refused', () => {
    const file = join(sandbox.folder, 'large.yaml');
    writeFileSync(file, `Resources: {}\nMetadata: ${'x'.repeat(20 * 1024 * 1024)}\n`);
    expectRefusal(sandbox.furl('plan', 'large.yaml'), 'large.yaml has 20.0 MB');
  });

  it('an assembly without manifest, and one with a broken template, are refused', () => {
    const assembly = sandbox.copyAssembly();
    writeFileSync(join(assembly.folder, 'FurlNetwork.template.json'), '{"Resources": ');
    expectRefusal(sandbox.furl('plan', 'cdk.out'), 'cdk.out: FurlNetwork.template.json', 'not JSON');
    expectRefusal(sandbox.furl('plan', '.'), 'manifest.json is missing');
  });

  it('what would move the cursor stays text', () => {
    const file = join(sandbox.folder, 'hostile.json');
    writeFileSync(
      file,
      JSON.stringify({
        Resources: {
          Fn: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              FunctionName: '\u001b[2Jgone',
              VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-\u001b]0;title\u0007'] },
            },
          },
        },
      }),
    );
    for (const words of [
      ['plan', file],
      ['reach', '--source', file],
      ['reach', 'nobody', '--source', file],
    ]) {
      const { stdout, stderr } = sandbox.furl(...words);
      expect(stdout + stderr).not.toMatch(/[\u001b\u0007]/);
      expect(stdout + stderr).toContain('gone');
    }
  });
});
