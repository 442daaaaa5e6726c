import { join } from 'node:path';
import type { IPolicyValidationContext, PolicyViolatingResource } from 'aws-cdk-lib';
import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import type { Named } from '@furl/hyperplane';

/** A stack and what of it a finding is about. */
interface Place {
  readonly stack: Stack;
  readonly resource: PolicyViolatingResource;
}

/** Where findings are in the tree of constructs. */
export class Places {
  private readonly stacks: readonly Stack[];
  private readonly paths = new Map<EnvironmentNetwork, ReadonlyMap<string, string>>();
  private resources: ReadonlyMap<string, readonly Place[]> | undefined;

  constructor({ appConstruct, stackTemplates }: IPolicyValidationContext) {
    const paths = new Set(stackTemplates.map(({ stackConstructPath }) => stackConstructPath));
    this.stacks = appConstruct.node
      .findAll()
      .filter((construct) => Stack.isStack(construct))
      .filter((stack) => paths.has(outermost(stack).node.path));
  }

  /**
   * Where something of a network is, by its id.
   * @param networks in which it may be, the first that has it
   */
  ofSubject(
    id: string,
    networks: readonly [EnvironmentNetwork, ...EnvironmentNetwork[]],
  ): PolicyViolatingResource[] {
    for (const network of networks) {
      const path = this.pathsOf(network).get(id);
      if (path !== undefined) return this.ofPath(path, network);
    }
    return this.ofVpcFunctions(networks[0]);
  }

  /**
   * Where a resource is.
   * @param path its stack's name and its logical id, joined by a dot; more may follow
   * @returns the resource; its stack, where no construct made it; of stacks that cannot be told apart, all
   */
  ofPath(path: string, environment: EnvironmentNetwork): PolicyViolatingResource[] {
    const [name = '', logicalId = ''] = path.split('.');
    const isMeant = (stack: Stack) => isIn(stack, environment) && isCalled(stack, name);
    this.resources ??= resourcesOf(this.stacks);
    const found = (this.resources.get(logicalId) ?? []).filter(({ stack }) => isMeant(stack));
    // Copies: CDK writes into what a report holds.
    if (found.length > 0) return found.map(({ resource }) => ({ ...resource }));
    return this.wholeStacks(isMeant);
  }

  /** Where the templates have everything that a finding can be about, by its id. */
  private pathsOf(network: EnvironmentNetwork): ReadonlyMap<string, string> {
    const known = this.paths.get(network);
    if (known !== undefined) return known;
    const { functions, securityGroups, subnets, vpcs, roles } = network;
    const all: readonly Named[] = [...functions, ...securityGroups, ...subnets, ...vpcs, ...roles];
    const paths = new Map(all.flatMap(({ id, path }) => (path === undefined ? [] : [[id, path]])));
    this.paths.set(network, paths);
    return paths;
  }

  /** What is of a VPC that no template has, is where the functions are that are in one. */
  private ofVpcFunctions(network: EnvironmentNetwork): PolicyViolatingResource[] {
    const names = network.functions
      .filter(({ vpcConfig }) => vpcConfig !== undefined)
      .map(({ path = '' }) => path.split('.')[0] ?? '');
    return this.wholeStacks((stack) => isIn(stack, network) && names.some((name) => isCalled(stack, name)));
  }

  /** Some of the stacks; all, rather than none: a finding that is nowhere is not printed. */
  private wholeStacks(isMeant: (stack: Stack) => boolean): PolicyViolatingResource[] {
    const meant = this.stacks.filter(isMeant);
    return (meant.length > 0 ? meant : this.stacks).map(({ node }) => ({
      constructPath: node.path,
      locations: [],
    }));
  }
}

/** The resources of stacks by logical id. */
function resourcesOf(stacks: readonly Stack[]): ReadonlyMap<string, readonly Place[]> {
  const resources = new Map<string, Place[]>();
  for (const stack of stacks) {
    const templatePath = join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
    for (const construct of stack.node.findAll()) {
      if (!CfnResource.isCfnResource(construct) || construct.stack !== stack) continue;
      const resourceLogicalId = logicalIdOf(construct);
      const place = { stack, resource: { resourceLogicalId, templatePath, locations: [] } };
      const same = resources.get(resourceLogicalId);
      if (same === undefined) resources.set(resourceLogicalId, [place]);
      else same.push(place);
    }
  }
  return resources;
}

function logicalIdOf(resource: CfnResource): string {
  return String(resource.stack.resolve(resource.logicalId));
}

/** What a stack does not name, it may have. */
function isIn({ account, region }: Stack, environment: EnvironmentNetwork): boolean {
  return (
    (Token.isUnresolved(account) || account === environment.accountId) &&
    (Token.isUnresolved(region) || region === environment.region)
  );
}

/**
 * Whether a stack has a name. CloudFormation forms a nested stack's: its parent's name and its logical id there, each cut to
 * what there is room for, and 12 random characters.
 */
function isCalled(stack: Stack, name: string): boolean {
  const { nestedStackResource } = stack;
  if (nestedStackResource === undefined) return stack.stackName === name;
  const [, above = '', logicalId = ''] = /^(.+)-([A-Za-z0-9]+)-[A-Za-z0-9]{12}$/.exec(name) ?? [];
  const root = outermost(stack).stackName;
  return (
    above !== '' &&
    (above.startsWith(root) || root.startsWith(above)) &&
    CfnResource.isCfnResource(nestedStackResource) &&
    logicalIdOf(nestedStackResource).startsWith(logicalId)
  );
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}
