import { isDeepStrictEqual } from 'node:util';
import {
  LATEST,
  type CloudAssembly,
  type EnvironmentNetwork,
  type LambdaFunction,
} from '@furl/cloud-assembly';
import type { Maybe, PublishedVersion, VpcConfig } from '@furl/hyperplane';
import type { DeployedVpcConfig } from './living-network';

/** What templates say. */
export interface Template {
  readonly assembly: CloudAssembly;
  /** A sentence says why they are not known, although the functions are. */
  readonly networks: readonly EnvironmentNetwork[] | string;
}

/** A version that was published by a call. */
interface Published {
  readonly version: string;
  /** What the function was then. */
  readonly fn: LambdaFunction;
  readonly vpcConfig: Maybe<VpcConfig> | undefined;
}

/** What calls changed of a function. */
interface Changes {
  readonly isDeleted: boolean;
  readonly vpcConfig?: DeployedVpcConfig;
  readonly published: readonly Published[];
  readonly deletedVersions: readonly string[];
  /** The highest number that a version ever had: it is never given twice. */
  readonly lastVersion: number;
}

const UNCHANGED: Changes = { isDeleted: false, published: [], deletedVersions: [], lastVersion: 0 };

/** What is deployed: the templates, and what calls of the Lambda API changed since. Never changed: a change gives another one. */
export class Deployment {
  readonly assembly: CloudAssembly;
  /** With the functions and versions as they are; the id of a version is the function's ARN and its number. */
  readonly networks: readonly EnvironmentNetwork[];

  constructor(
    private readonly template: Template,
    private readonly changes: ReadonlyMap<string, Changes> = new Map(),
  ) {
    this.assembly = this.changedAssembly();
    const { networks } = template;
    this.networks =
      typeof networks === 'string' ? [] : networks.map((network) => this.changedNetwork(network));
  }

  /** The deployment of a template that was read again: when it says what it said, what calls changed stays. */
  redeployed(template: Template): Deployment {
    return new Deployment(template, isDeepStrictEqual(template, this.template) ? this.changes : new Map());
  }

  /** Why networks are not known; undefined when they are. */
  get problem(): string | undefined {
    const { networks } = this.template;
    return typeof networks === 'string' ? networks : undefined;
  }

  functionOf(arn: string): LambdaFunction | undefined {
    return this.assembly.functions.find((fn) => fn.arn === arn);
  }

  /** Without a function, or without a published version of it and the aliases of that. */
  without(arn: string, version?: string): Deployment {
    const before = this.changesOf(arn);
    return this.changed(
      arn,
      version === undefined
        ? { isDeleted: true }
        : {
            deletedVersions: [...before.deletedVersions, version],
            published: before.published.filter((each) => each.version !== version),
          },
    );
  }

  withVpcConfig(arn: string, vpcConfig: DeployedVpcConfig): Deployment {
    return this.changed(arn, { vpcConfig });
  }

  /** With what a function is now as a version of its own; its number comes with it. */
  withVersion(fn: LambdaFunction): { readonly deployment: Deployment; readonly version: string } {
    const { published, lastVersion } = this.changesOf(fn.arn);
    const numbers = publishedVersions(fn).map(Number);
    const number = Math.max(lastVersion, 0, ...numbers) + 1;
    const vpcConfig = this.networkOf(fn)?.functions.find(({ id }) => id === fn.arn)?.vpcConfig;
    const version = { version: String(number), fn, vpcConfig };
    const deployment = this.changed(fn.arn, { published: [...published, version], lastVersion: number });
    return { deployment, version: version.version };
  }

  /** The last version that was published, when the function is still what it was then. */
  unchangedVersion(fn: LambdaFunction): string | undefined {
    const last = publishedVersions(fn).at(-1);
    if (last === undefined) return undefined;
    const then =
      this.changesOf(fn.arn).published.find(({ version }) => version === last)?.fn ??
      this.template.assembly.functions.find(({ arn }) => arn === fn.arn);
    return then !== undefined && isDeepStrictEqual(settingsOf(then), settingsOf(fn)) ? last : undefined;
  }

  /** The VpcConfig of `$LATEST` or of a published version; undefined when it is in no VPC. */
  vpcConfigOf(fn: LambdaFunction, version: string): DeployedVpcConfig | undefined {
    const published = this.changesOf(fn.arn).published.find((each) => each.version === version);
    if (published !== undefined) return published.fn.vpc;
    if (version === LATEST) return fn.vpc;
    return this.template.assembly.functions.find(({ arn }) => arn === fn.arn)?.vpc;
  }

  networkOf({
    accountId,
    region,
  }: Pick<LambdaFunction, 'accountId' | 'region'>): EnvironmentNetwork | undefined {
    return this.networks.find((network) => network.accountId === accountId && network.region === region);
  }

  private changesOf(arn: string): Changes {
    return this.changes.get(arn) ?? UNCHANGED;
  }

  private changed(arn: string, more: Partial<Changes>): Deployment {
    return new Deployment(
      this.template,
      new Map([...this.changes, [arn, { ...this.changesOf(arn), ...more }]]),
    );
  }

  private changedAssembly(): CloudAssembly {
    const { assembly } = this.template;
    if (this.changes.size === 0) return assembly;
    const isThere = (arn: string): boolean => !this.changesOf(arn).isDeleted;
    const functions = assembly.functions
      .filter(({ arn }) => isThere(arn))
      .map((fn) => {
        const changes = this.changes.get(fn.arn);
        return changes === undefined ? fn : changedFunction(fn, changes);
      });
    const byArn = new Map(functions.map((fn) => [fn.arn, fn]));
    const functionUrls = assembly.functionUrls.filter(({ functionArn, qualifier }) => {
      const { qualifiers = {} } = byArn.get(functionArn) ?? {};
      return isThere(functionArn) && (qualifier === undefined || Object.hasOwn(qualifiers, qualifier));
    });
    return { ...assembly, functions, functionUrls };
  }

  private changedNetwork(network: EnvironmentNetwork): EnvironmentNetwork {
    const functions = network.functions.flatMap((each) => {
      const { isDeleted, vpcConfig } = this.changesOf(each.id);
      if (isDeleted) return [];
      if (vpcConfig === undefined) return [each];
      return [{ ...each, vpcConfig: asInNetwork(vpcConfig) }];
    });
    const ofTemplate = new Map(network.functions.map(({ id, vpcConfig }) => [id, vpcConfig]));
    const publishedVersionsOf = (fn: LambdaFunction): PublishedVersion[] =>
      publishedVersions(fn).map((version) => {
        const published = this.changesOf(fn.arn).published.find((each) => each.version === version);
        const vpcConfig = published === undefined ? ofTemplate.get(fn.arn) : published.vpcConfig;
        return {
          id: holderId(fn, version),
          name: `${fn.functionName}:${version}`,
          function: fn.arn,
          ...(vpcConfig !== undefined && { vpcConfig }),
          isRetained: false,
        };
      });
    const own = this.assembly.functions.filter(
      ({ accountId, region }) => accountId === network.accountId && region === network.region,
    );
    const elsewhere = network.publishedVersions.filter(
      (each) => typeof each.function !== 'string' || !ofTemplate.has(each.function),
    );
    return { ...network, functions, publishedVersions: [...own.flatMap(publishedVersionsOf), ...elsewhere] };
  }
}

/** The numbers of a function's published versions, the oldest first. */
export function publishedVersions({ qualifiers = {} }: LambdaFunction): string[] {
  const versions = new Set(Object.values(qualifiers).filter((version) => version !== LATEST));
  return [...versions].sort((one, other) => Number(one) - Number(other));
}

/** What a version is called among the holders of interfaces: `$LATEST` is the function itself. */
export function holderId({ arn }: Pick<LambdaFunction, 'arn'>, version: string): string {
  return version === LATEST ? arn : `${arn}:${version}`;
}

function changedFunction(fn: LambdaFunction, changes: Changes): LambdaFunction {
  const { vpc, qualifiers = {}, ...rest } = fn;
  const { vpcConfig = vpc, deletedVersions, published } = changes;
  const isOut = vpcConfig === undefined || vpcConfig.subnetIds.length === 0;
  const left = [
    ...Object.entries(qualifiers).filter(([, version]) => !deletedVersions.includes(version)),
    ...published.map(({ version }) => [version, version] as const),
  ];
  return {
    ...rest,
    ...(isOut ? {} : { vpc: vpcConfig }),
    ...(left.length === 0 ? {} : { qualifiers: Object.fromEntries(left) }),
  };
}

function asInNetwork({ subnetIds, securityGroupIds }: DeployedVpcConfig): VpcConfig {
  return { subnets: subnetIds, securityGroups: securityGroupIds, ipv6AllowedForDualStack: false };
}

/** What a version keeps of its function. */
export function settingsOf(fn: LambdaFunction): object {
  const kept = Object.entries(fn).filter(([name]) => name !== 'qualifiers' && name !== 'policy');
  return Object.fromEntries(kept);
}
