import type { Network } from '@furl/hyperplane';

import { AssemblyError } from './assembly-error';
import type { AssemblyFiles, DeployTarget, Problem } from './cloud-assembly';
import type { EventSourceMappingConfiguration } from './event-source-mappings/configuration';
import {
  EVENT_SOURCE_MAPPING,
  readEventSourceMapping,
} from './event-source-mappings/read-event-source-mapping';
import { addNestedStacks } from './model/nested-stacks';
import { liveResources } from './model/resources';
import { reportUnread } from './model/unread';
import { networkOf } from './network/network-of';
import { inRegions } from './network/region-of';
import { PRIVATE_TYPES } from './network/private-types';
import { checkReferences } from './reading/check-references';
import { readManifest, type ManifestReading } from './reading/manifest';
import { readSingleTemplate, STACK_NAME } from './reading/single-template';
import type { Stack } from './reading/stack';
import { readTemplate } from './reading/template-text';
import { createWorld } from './resolving/world';
import { checkedTarget } from './target';

/** Where templates are: a cloud assembly, or one template with what it nests. */
export interface NetworkSource {
  /** Reads files; paths are relative to the assembly's folder, or to the template's. */
  readonly files: AssemblyFiles;
  /** The file of a template of CloudFormation or SAM, in JSON or YAML; absent for a cloud assembly (cdk.out). */
  readonly template?: string;
}

/** What the templates leave open. */
export interface NetworkTarget extends Partial<DeployTarget> {
  /** What a single template is called in ids and messages. Give two versions of one template the same name. @default Template */
  readonly stackName?: string;
  /** Which network is meant where there are several: `eu-west-1`, or `111122223333/eu-west-1`. */
  readonly environment?: string;
}

/** The network of one account and Region. */
export interface EnvironmentNetwork extends Network {
  readonly region: string;
  readonly accountId: string;
  /**
   * Every event source mapping of the templates, whether it holds interfaces or not; absent of networks that are not read
   * from templates. `readCloudAssembly` names what is not known of them: to a network it does not matter.
   */
  readonly eventSourceMappingConfigurations?: readonly EventSourceMappingConfiguration[];
  /** What is left out as a whole, or not understood, and what that means; the answers are partial then. */
  readonly problems: readonly Problem[];
}

const NO_ACCOUNT = '000000000000';

/**
 * Reads the network that templates describe. Ids are the same in every reading of the same names, so that two versions
 * can be compared.
 *
 * @param target what stands for account and Region where the templates name none, and how function URLs look; by default
 *   the account is 000000000000, and the Region what the template's own zones and endpoints say, else us-east-1
 * @throws AssemblyError when something cannot be read, when CloudFormation would refuse a template for what it refers
 *   to, and when the network that is meant is none, or not the only one
 * @example
 * const files = { readText: (path: string) => readFileSync(path, 'utf8') };
 * plan(readNetwork({ files, template: 'template.yaml' }));
 */
export function readNetwork(source: NetworkSource, target: NetworkTarget = {}): EnvironmentNetwork {
  const all = readNetworks(source, target);
  if (all.length === 0) {
    throw new AssemblyError(
      'MANIFEST_INVALID',
      'manifest.json: the assembly has no stacks: synthesise again',
    );
  }
  const { environment } = target;
  const meant = all.filter(({ accountId, region }) =>
    [undefined, region, `${accountId}/${region}`].includes(environment),
  );
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only;
  const names = all.map(({ accountId, region }) => `${accountId}/${region}`).join(' and ');
  throw new AssemblyError(
    'ENVIRONMENT_INVALID',
    only === undefined
      ? `there are no functions or networks in "${environment ?? ''}", but in ${names}: name one of them`
      : `there are functions or networks in ${names}: name one of them`,
  );
}

/**
 * Reads the networks that templates describe, one for each account and Region in which there are functions or parts of
 * networks; where there are none at all, the empty one of the first stack.
 * @throws AssemblyError as {@link readNetwork}, but not for several environments
 */
export function readNetworks(
  source: NetworkSource,
  target: NetworkTarget = {},
): readonly EnvironmentNetwork[] {
  const problems: Problem[] = [];
  const reading: ManifestReading = {
    files: source.files,
    target: checkedTarget({
      accountId: target.accountId ?? NO_ACCOUNT,
      defaultRegion: target.defaultRegion ?? '',
      functionUrl:
        target.functionUrl ?? (({ urlId, region }) => `https://${urlId}.lambda-url.${region}.on.aws/`),
    }),
    report: (problem) => problems.push(problem),
    readTemplate: (path) => readTemplate(source.files, path),
  };
  const read =
    source.template === undefined
      ? readManifest(reading)
      : [readSingleTemplate(source.template, target.stackName ?? STACK_NAME, reading)];
  const world = createWorld(reading.target, inRegions(read), true);
  addNestedStacks(world, reading);
  reportUnread(world, reading.report);
  for (const stack of world.stacks) checkReferences(stack);

  const environments = new Map<string, [Stack, ...Stack[]]>();
  for (const stack of world.stacks) {
    const key = `${stack.accountId}/${stack.region}`;
    const others = environments.get(key);
    if (others === undefined) environments.set(key, [stack]);
    else others.push(stack);
  }
  const all = [...environments.values()];
  const mappings = liveResources(world, [EVENT_SOURCE_MAPPING], () => undefined);
  const peopled = all.filter((stacks) => stacks.some(isOfNetwork));
  return (peopled.length === 0 ? all.slice(0, 1) : peopled).map((stacks) => {
    const [{ accountId, region }] = stacks;
    const eventSourceMappingConfigurations = mappings
      .filter(({ stack }) => stacks.includes(stack))
      .map(readEventSourceMapping);
    return {
      ...networkOf(world, stacks, region),
      accountId,
      region,
      eventSourceMappingConfigurations,
      problems: problemsOf(stacks, problems),
    };
  });
}

function isOfNetwork({ resources }: Stack): boolean {
  return [...resources.values()].some(
    ({ type }) =>
      type === 'AWS::Lambda::Function' ||
      type === 'AWS::EC2::VPC' ||
      type === 'AWS::EC2::Subnet' ||
      type === 'AWS::EC2::VPCEndpoint' ||
      Object.hasOwn(PRIVATE_TYPES, type),
  );
}

function problemsOf(stacks: readonly Stack[], problems: readonly Problem[]): readonly Problem[] {
  const names = new Set(stacks.map(({ name }) => name));
  const own = problems.filter(({ path }) => names.has(path.split('.')[0] ?? ''));
  return [...new Map(own.map((each) => [`${each.path} ${each.message}`, each])).values()];
}
