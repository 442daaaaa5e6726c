import type { EnvironmentNetwork, LambdaFunction } from '@furl/cloud-assembly';
import type { Principal } from '../account/principal';
import type { ManagementEvent } from './management-event';
import type { NetworkInterface } from './network-interface';

/**
 * What is deployed, as it is at this moment: functions with their states, versions and networks, the interfaces that Lambda
 * keeps for them, and what happened. It begins as the templates say; calls of the APIs change it, and a reload makes the
 * templates count again. Everything is of all accounts and Regions of the assembly: who asks for one filters by it.
 *
 * It is `RunningAssembly.network`. Times are real ones; what takes 20 minutes on AWS takes as long as the clock of the interfaces makes it.
 */
export interface LivingNetwork {
  /** Every function that is deployed, those too that cannot run here. */
  functions(): readonly DeployedFunction[];
  /** What the templates say of VPCs, subnets, groups, tables, endpoints, with the functions as they are now. */
  networks(): readonly EnvironmentNetwork[];
  interfaces(): readonly NetworkInterface[];
  /** `AvailableIpAddressCount`, whoever shares the subnet; undefined where the template does not tell the subnet's block. */
  freeAddresses(subnetId: string): number | undefined;
  /** What happened here, the oldest first. */
  history(): readonly ManagementEvent[];

  /** EC2's DeleteNetworkInterface; `in-use` for one that is attached. */
  deleteInterface(id: string, by: Principal): 'deleted' | 'in-use' | 'not-found';
  /**
   * EC2's ModifyNetworkInterfaceAttribute with groups, as it was until AWS refused it for interfaces that Lambda has
   * attached (May 2023): whoever has the interface keeps it, and it matches no function's VpcConfig any more.
   */
  changeInterfaceGroups(
    id: string,
    securityGroupIds: readonly string[],
    by: Principal,
  ): 'changed' | 'not-found';
  /**
   * Lambda's DeleteFunction: the whole function with its URLs, or a published version.
   *
   * @param functionArn unqualified, here and below
   */
  deleteFunction(
    functionArn: string,
    version: string | undefined,
    by: Principal,
  ): Promise<'deleted' | 'not-found'>;
  /**
   * Lambda's UpdateFunctionConfiguration with a VpcConfig; both lists empty take the function out of its VPC. What it
   * reaches changes when its new interfaces are ready.
   *
   * @returns `conflict` while the function is Pending or an update of it is InProgress
   */
  updateVpcConfig(
    functionArn: string,
    config: DeployedVpcConfig,
    by: Principal,
  ): Promise<'updated' | 'conflict' | 'not-found'>;
  /**
   * Lambda's PublishVersion: a new one, or the last one when nothing has changed since.
   *
   * @returns its number
   */
  publishVersion(
    functionArn: string,
    by: Principal,
  ): Promise<{ readonly version: string } | 'conflict' | 'not-found'>;
}

/** A function that is deployed. */
export interface DeployedFunction {
  /** `$LATEST`, with its VpcConfig and its qualifiers as they are now. */
  readonly fn: LambdaFunction;
  /** `$LATEST` first, then the published ones, the oldest first. */
  readonly versions: readonly DeployedVersion[];
}

/** `$LATEST` or a published version of a function. */
export interface DeployedVersion {
  /** `$LATEST` or a number. */
  readonly version: string;
  /** Absent when it is in no VPC. */
  readonly vpcConfig?: DeployedVpcConfig;
  /** When it was deployed, updated or published here: `LastModified`. */
  readonly lastModified: Date;
  readonly state: FunctionState;
}

/** A VpcConfig as the Lambda API has it. */
export interface DeployedVpcConfig {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** How a function is (Lambda API Reference, "FunctionConfiguration"). */
export interface FunctionState {
  readonly state: 'Pending' | 'Active' | 'Inactive' | 'Failed';
  readonly stateReason?: string;
  readonly stateReasonCode?: StateReasonCode;
  readonly lastUpdateStatus: 'Successful' | 'InProgress' | 'Failed';
  readonly lastUpdateStatusReason?: string;
  readonly lastUpdateStatusReasonCode?: StateReasonCode;
}

/** Those of the API's codes that a network brings about. */
export type StateReasonCode =
  | 'Creating'
  | 'Idle'
  | 'Restoring'
  | 'EniLimitExceeded'
  | 'InsufficientRolePermissions'
  | 'SubnetOutOfIPAddresses';
