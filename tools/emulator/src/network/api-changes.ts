import type { LambdaFunction } from '@furl/cloud-assembly';
import type { Principal } from '../account/principal';
import { functionDeleted, functionUpdated, versionPublished } from './deeds';
import { publishedVersions, type Deployment } from './deployment';
import { actorOf, type Actor, type Deed } from './history';
import type { FunctionState, LivingNetwork } from './living-network';

/** Who did what, when it was no template. */
export interface Cause {
  readonly actor: Actor;
  readonly deed: Deed;
}

/** What calls of the Lambda API are done to. */
export interface ApiChangesOptions {
  readonly deployment: () => Deployment;
  /** Of `$LATEST`. */
  readonly stateOf: (fn: LambdaFunction) => FunctionState;
  /** Does one thing after the other: what is deployed changes only in a turn. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly deploy: (next: Deployment, cause: Cause) => Promise<unknown>;
  /** Something was called that changed nothing. */
  readonly record: (cause: Cause) => void;
}

/** The calls of the Lambda API that change what is deployed: see {@link LivingNetwork}. */
export class ApiChanges implements Pick<
  LivingNetwork,
  'deleteFunction' | 'updateVpcConfig' | 'publishVersion'
> {
  constructor(private readonly options: ApiChangesOptions) {}

  readonly deleteFunction: LivingNetwork['deleteFunction'] = (functionArn, version, by) =>
    this.change(functionArn, async (fn, now) => {
      if (version !== undefined && !publishedVersions(fn).includes(version)) return 'not-found';
      await this.deploy(now.without(functionArn, version), by, functionDeleted(fn, version));
      return 'deleted';
    });

  readonly updateVpcConfig: LivingNetwork['updateVpcConfig'] = (functionArn, config, by) =>
    this.change(functionArn, async (fn, now) => {
      if (this.isBusy(fn)) return 'conflict';
      const next = now.withVpcConfig(functionArn, config);
      await this.deploy(next, by, functionUpdated(next.functionOf(functionArn) ?? fn));
      return 'updated';
    });

  readonly publishVersion: LivingNetwork['publishVersion'] = (functionArn, by) =>
    this.change(functionArn, async (fn, now) => {
      if (this.isBusy(fn)) return 'conflict';
      const unchanged = now.unchangedVersion(fn);
      if (unchanged !== undefined) {
        this.options.record({ actor: actorOf(by), deed: versionPublished(fn, unchanged) });
        return { version: unchanged };
      }
      const { deployment, version } = now.withVersion(fn);
      await this.deploy(deployment, by, versionPublished(fn, version));
      return { version };
    });

  private change<T>(
    arn: string,
    work: (fn: LambdaFunction, now: Deployment) => Promise<T | 'not-found'>,
  ): Promise<T | 'not-found'> {
    return this.options.inTurn(async () => {
      const now = this.options.deployment();
      const fn = now.functionOf(arn);
      return fn === undefined ? 'not-found' : work(fn, now);
    });
  }

  private deploy(next: Deployment, by: Principal, deed: Deed): Promise<unknown> {
    return this.options.deploy(next, { actor: actorOf(by), deed });
  }

  /** Only functions that are Active or Inactive can be updated, one update after the other (Lambda Developer Guide, "Lambda function states"). */
  private isBusy(fn: LambdaFunction): boolean {
    const { state, lastUpdateStatus } = this.options.stateOf(fn);
    return (state !== 'Active' && state !== 'Inactive') || lastUpdateStatus === 'InProgress';
  }
}
