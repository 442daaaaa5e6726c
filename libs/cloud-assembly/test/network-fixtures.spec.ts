import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AssemblyError } from '../src/assembly-error';
import { readNetwork, type EnvironmentNetwork } from '../src/read-network';

const ROOT = join(__dirname, '../../../tools/furl/fixtures/network');
const TEMPLATES = join(ROOT, 'templates');

const filesOf = (folder: string) => ({
  readText: (path: string) => readFileSync(join(folder, path), 'utf8'),
});
const named = (folder: string, pattern: RegExp) => readdirSync(folder).filter((name) => pattern.test(name));

/** Everything in the network that is not known. */
function unknowns(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('unknown' in value && 'path' in value) return [String(value.path)];
  return Object.values(value).flatMap(unknowns);
}

/** Subnet and set of groups of everybody who is in a VPC, each once. */
function keys({ functions, publishedVersions, eventSourceMappings }: EnvironmentNetwork): readonly string[] {
  const all = [...functions, ...publishedVersions, ...eventSourceMappings].flatMap(({ vpcConfig }) => {
    if (vpcConfig === undefined || 'unknown' in vpcConfig || 'unknown' in vpcConfig.subnets) return [];
    const groups = [...new Set([vpcConfig.securityGroups].flat())].sort();
    return vpcConfig.subnets.map((subnet) => JSON.stringify([subnet, groups]));
  });
  return [...new Set(all)];
}

function facts(network: EnvironmentNetwork): Readonly<Record<string, number>> {
  return {
    functions: network.functions.length,
    keys: keys(network).length,
    unknown: unknowns(network).length,
    versions: network.publishedVersions.length,
    mappings: network.eventSourceMappings.length,
    resources: network.resources.length,
    unplaced: network.unplaced.length,
    needs: network.functions.flatMap(({ needs }) => needs).length,
  };
}

/** What a fixture says of itself: `# reads: functions 1, keys 2, unknown 0`; what it does not name is 0. */
function expected(text: string): Readonly<Record<string, number>> {
  const [, line = ''] = /^# reads: (.+)$/m.exec(text) ?? [];
  const given = line.split(', ').map((part) => part.split(' '));
  const zero = { versions: 0, mappings: 0, resources: 0, unplaced: 0, needs: 0 };
  return { ...zero, ...Object.fromEntries(given.map(([name, count]) => [name, Number(count)])) };
}

const templates = named(TEMPLATES, /\.yaml$/);

it('has a fixture for every rule', () => {
  expect(templates.length).toBeGreaterThan(80);
});

it.each(templates)('reads %s as it says of itself', (template) => {
  const network = readNetwork({ files: filesOf(TEMPLATES), template });
  const text = readFileSync(join(TEMPLATES, template), 'utf8');
  const needed = facts(network);

  // Resources of event sources stand there for their mappings.
  const { resources, ...others } = needed;
  const { resources: wanted, ...rest } = expected(text);
  expect(others).toEqual(rest);
  expect(network.eventSourceMappings.length > 0 ? wanted : resources).toBe(wanted);
  expect(network.problems).toEqual([]);
  expect(readNetwork({ files: filesOf(TEMPLATES), template })).toEqual(network);
});

describe('assemblies of CDK', () => {
  /** Functions, keys, and what is not known, by app. */
  const APPS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    'cross-stack-strong': { functions: 2, keys: 2, unknown: 0, needs: 1 },
    'cross-stack-weak': { functions: 2, keys: 2, unknown: 0, needs: 1 },
    // The block that Amazon hands out, and what four subnets cut from it.
    'dual-stack': { functions: 1, keys: 2, unknown: 5 },
    'isolated-with-endpoints': { functions: 1, keys: 3, unknown: 0, needs: 2 },
    'nat-per-zone': { functions: 2, keys: 3, unknown: 0 },
    'nested-stack': { functions: 2, keys: 2, unknown: 0 },
    // The second function is the custom resource's: it is in no VPC.
    'restricted-default-group': { functions: 2, keys: 2, unknown: 0 },
    sam: { functions: 1, keys: 2, unknown: 0, versions: 1 },
    // CDK takes its rule that lets nothing out away when there is another, which is a resource of its own.
    'shared-group-and-database': { functions: 2, keys: 2, unknown: 1, versions: 1, resources: 1, needs: 2 },
    stages: { functions: 2, keys: 4, unknown: 0 },
    'vpc-defaults': { functions: 2, keys: 4, unknown: 0 },
    'vpc-from-attributes': { functions: 2, keys: 2, unknown: 0 },
    'vpc-from-lookup': { functions: 2, keys: 2, unknown: 0 },
  };
  const none = { versions: 0, mappings: 0, resources: 0, unplaced: 0, needs: 0 };

  it('are those that are listed here', () => {
    expect(readdirSync(join(ROOT, 'cdk')).sort()).toEqual(Object.keys(APPS).sort());
  });

  it.each(Object.entries(APPS))('reads %s', (app, wanted) => {
    const network = readNetwork({ files: filesOf(join(ROOT, 'cdk', app)) });

    expect(facts(network)).toEqual({ ...none, ...wanted });
    expect(network.problems).toEqual([]);
  });

  it('is the same network with strong references and with weak ones', () => {
    const [strong, weak] = ['strong', 'weak'].map((kind) =>
      readNetwork({ files: filesOf(join(ROOT, 'cdk', `cross-stack-${kind}`)) }),
    );

    expect(strong).toEqual(weak);
  });

  it('knows what CDK leaves of the default group', () => {
    const { securityGroups } = readNetwork({ files: filesOf(join(ROOT, 'cdk', 'restricted-default-group')) });

    expect(securityGroups.find(({ isDefault }) => isDefault)).toMatchObject({
      hasDefaultEgress: false,
      egress: [],
      ingress: [],
    });
  });
});

describe('broken templates', () => {
  const BROKEN: Readonly<Record<string, string>> = {
    'aliases.yaml': 'aliases.yaml:3: its aliases repeat too much',
    'circle.yaml':
      'circle.yaml: the resources One → Two → One depend on each other in a circle: take one of the references away',
    'empty.yaml': 'empty.yaml: it is empty: name a template of CloudFormation',
    'missing-output.yaml':
      'Template.Fn.VpcConfig.SubnetIds.0: the nested stack Network has no Outputs.Subnet: add the output to its template',
    'missing-resource.yaml':
      'missing-resource.yaml: Subnet refers to "Vpcc", which is no resource or parameter of the template: add it, or correct the name',
    'no-resources.yaml': 'no-resources.yaml: it has no Resources: name a template of CloudFormation',
    'not-json.json': 'not-json.json:3: this is not JSON: ',
    'text.yaml': 'text.yaml: it is "hello", not an object: name a template of CloudFormation',
    'twice.yaml': 'twice.yaml:4: the key "Fn" is there twice',
    'two-documents.yaml': 'two-documents.yaml:2: here begins a second document: a template is one',
    'unknown-tag.yaml':
      'unknown-tag.yaml:6: CloudFormation has no tag !Arn: write an intrinsic function, or take it away',
  };
  const folder = join(TEMPLATES, 'broken');
  const messageOf = (template: string, files = filesOf(folder)): string => {
    try {
      readNetwork({ files, template });
    } catch (error) {
      if (error instanceof AssemblyError) return error.message;
      throw error;
    }
    return 'nothing is wrong';
  };

  it('are those that are listed here', () => {
    expect(named(folder, /\.(yaml|json)$/).sort()).toEqual(Object.keys(BROKEN).sort());
  });

  it.each(Object.entries(BROKEN))('refuses %s in one line', (template, message) => {
    expect(messageOf(template)).toMatch(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    expect(messageOf(template)).not.toContain('\n');
  });

  it.each([
    ['of 20 MB', 'x: '.padEnd(20 * 1024 * 1024, 'x'), 'it.yaml has 20.0 MB; CloudFormation takes 1 MB'],
    ['nested by the thousand in YAML', 'x: ' + '['.repeat(100_000), 'it.yaml:1: '],
    [
      'nested by the thousand in JSON',
      `{"Resources":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'it.yaml: ',
    ],
  ])('refuses a template %s', (_what, text, message) => {
    const answer = messageOf('it.yaml', { readText: () => text });

    expect(answer.startsWith(message)).toBe(true);
    expect(answer.length).toBeLessThan(300);
  });

  it('refuses a template that is missing', () => {
    expect(messageOf('nowhere.yaml')).toBe(
      'nowhere.yaml is missing: name a template, or the folder of a cloud assembly',
    );
  });
});
