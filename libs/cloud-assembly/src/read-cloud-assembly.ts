import type { AssemblyFiles, CloudAssembly, DeployTarget, Problem, StackSummary } from './cloud-assembly';
import {
  EVENT_SOURCE_MAPPING,
  readEventSourceMapping,
} from './event-source-mappings/read-event-source-mapping';
import { entries } from './json';
import { layerCode } from './model/function-code';
import { readFunction } from './model/functions';
import { readFunctionUrl } from './model/function-urls';
import { refersTo } from './model/function-reference';
import { addNestedStacks } from './model/nested-stacks';
import { policyOf, readPermission } from './model/permissions';
import { POLICY_TYPES, readPolicy } from './model/policies';
import { qualifiersOf, readAlias, readVersion } from './model/qualifiers';
import { liveResources } from './model/resources';
import { AttachedPolicies, readRole } from './model/roles';
import { reportUnread } from './model/unread';
import { inRegions } from './network/region-of';
import { readJson, readManifest, type ManifestReading } from './reading/manifest';
import { readSingleTemplate, STACK_NAME } from './reading/single-template';
import type { Stack } from './reading/stack';
import { readTemplate } from './reading/template-text';
import { checkedTarget } from './target';
import { layerArn } from './resolving/resource-attributes';
import { Scope } from './resolving/scope';
import { createWorld, type World } from './resolving/world';
import { asText, NO_VALUE } from './resolving/value';

/**
 * Reads a cloud assembly (cdk.out) as AWS would deploy it: its functions, function URLs and roles, with every
 * value resolved that can be known before. What cannot is listed as a problem and never guessed in silence.
 * @throws AssemblyError when the manifest or a template is missing or broken, or the target answers nonsense
 * @example
 * const files = { readText: (path: string) => readFileSync(join('cdk.out', path), 'utf8') };
 * const target = {
 *   accountId: '000000000000',
 *   defaultRegion: 'us-east-1',
 *   functionUrl: ({ urlId, region }) => `http://${urlId}.lambda-url.${region}.localhost:9000/`,
 * };
 * readCloudAssembly(files, target).functionUrls.map(({ url }) => url);
 */
export function readCloudAssembly(files: AssemblyFiles, target: DeployTarget): CloudAssembly {
  const reading = begin(files, target, (path) => readJson(files, path, 'TEMPLATE'));
  return assemblyOf(reading, readManifest(reading));
}

/**
 * Reads a single template of CloudFormation or SAM, in JSON or YAML, as AWS would deploy it: a stack called `Template`.
 * Local code is where SAM and `aws cloudformation package` look for it: at a path from the template, wherever that leads.
 *
 * @param file the template's; the files that are read are relative to its folder, as is the code
 * @throws AssemblyError when it is missing, broken, or no template, or the target answers nonsense
 */
export function readTemplateAsAssembly(
  files: AssemblyFiles,
  file: string,
  target: DeployTarget,
): CloudAssembly {
  const reading = begin(files, target, (path) => readTemplate(files, path));
  return assemblyOf(reading, [readSingleTemplate(file, STACK_NAME, reading)]);
}

interface Reading extends ManifestReading {
  /** What was reported until now. */
  readonly problems: readonly Problem[];
}

function begin(
  files: AssemblyFiles,
  target: DeployTarget,
  readTemplate: ManifestReading['readTemplate'],
): Reading {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => {
    const known = problems.some(({ path, message }) => path === problem.path && message === problem.message);
    if (!known) problems.push(problem);
  };
  return { files, target: checkedTarget(target), report, readTemplate, problems };
}

function assemblyOf(reading: Reading, stacks: readonly Stack[]): CloudAssembly {
  const { report, problems } = reading;
  const world = createWorld(reading.target, inRegions(stacks));
  addNestedStacks(world, reading);
  reportUnread(world, report);

  const live = (...types: readonly string[]) => liveResources(world, types, report);
  const layers = live('AWS::Lambda::LayerVersion').map((each) => ({
    arn: layerArn(each.resource, each.scope),
    code: layerCode(each),
  }));
  const functions = live('AWS::Lambda::Function').map((each) => readFunction(each, layers));
  // The networks have them; what is not known of them is said here, where everything is.
  live(EVENT_SOURCE_MAPPING).forEach(readEventSourceMapping);
  const permissions = live('AWS::Lambda::Permission').flatMap((each) => readPermission(each) ?? []);
  for (const { live: place, reference } of permissions) {
    if (!functions.some((each) => refersTo(reference, place.stack, each))) {
      place.scope
        .at('FunctionName')
        .report(`"${reference.name}" is not in the assembly; the permission is left out`);
    }
  }
  const aliases = live('AWS::Lambda::Alias').map(readAlias);
  const published = [...live('AWS::Lambda::Version').map(readVersion), ...aliases];
  const aliasArns = new Set(aliases.map(({ arn }) => arn));
  const policies = new AttachedPolicies(live(...POLICY_TYPES).flatMap((each) => readPolicy(each) ?? []));
  return {
    stacks: world.stacks.map((stack) => summarise(stack, world)),
    functions: functions.map((each) => ({
      ...each,
      ...qualifiersOf(each.arn, published),
      policy: policyOf(each, permissions),
    })),
    functionUrls: live('AWS::Lambda::Url').flatMap(
      (each) => readFunctionUrl(each, functions, aliasArns) ?? [],
    ),
    roles: live('AWS::IAM::Role').map((each) => readRole(each, policies)),
    problems,
  };
}

/** Outputs are for people: what is not known in them is no problem, it stands in them as a placeholder. */
function summarise(stack: Stack, world: World): StackSummary {
  const scope = new Scope(world, stack, `${stack.name}.Outputs`, () => undefined);
  const outputs = entries(stack.template['Outputs']).flatMap(([name, output]) => {
    const condition = entries(output).find(([key]) => key === 'Condition')?.[1];
    if (typeof condition === 'string' && scope.condition(condition) !== true) return [];
    const value = scope.output(stack, name);
    if (value === undefined || value === NO_VALUE) return [];
    return [[name, asText(value) ?? JSON.stringify(value)] as const];
  });
  const { name, artifactId, region, accountId, templateFile } = stack;
  return { name, artifactId, region, accountId, templateFile, outputs: Object.fromEntries(outputs) };
}
