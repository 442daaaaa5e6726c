import type { Maybe, Named, Network, VpcConfig } from '../network';
import { isUnknown, known, nameOf } from '../maybe';

/** Somebody for whom Lambda keeps an interface. */
export interface EniHolder {
  readonly kind: 'function' | 'published-version' | 'event-source-mapping';
  readonly id: string;
  /** What people call it; of a function, what the template names it. */
  readonly name: string;
  /** The name of the function, of the version or of the mapping's target; absent when that is not known. */
  readonly function?: string;
}

/** Somebody who may hold interfaces. */
export interface PossibleHolder {
  readonly holder: EniHolder;
  /** Absent outside of a VPC. */
  readonly vpcConfig: Maybe<VpcConfig> | undefined;
  /** The id of the function's execution role; absent when it is not known. */
  readonly role: string | undefined;
}

/** A holder and where it is: what a key is made of. */
export interface HolderConfig extends PossibleHolder {
  readonly vpcConfig: Maybe<VpcConfig>;
}

/** Everybody in a VPC who holds interfaces, in the network's order: functions, versions, mappings. */
export function holderConfigs(network: Network): HolderConfig[] {
  return possibleHolders(network).flatMap(({ vpcConfig, ...rest }) =>
    vpcConfig === undefined || isNowhere(vpcConfig) ? [] : [{ ...rest, vpcConfig }],
  );
}

/** The same with those who are in no VPC. */
export function possibleHolders(network: Network): PossibleHolder[] {
  const functions = new Map(network.functions.map((each) => [each.id, each]));
  const holderOf = (
    kind: EniHolder['kind'],
    thing: Named & { readonly vpcConfig?: Maybe<VpcConfig> },
    functionId: string | undefined,
  ): PossibleHolder => {
    const fn = functionId === undefined ? undefined : functions.get(functionId);
    const name = fn === undefined ? functionId : nameOf(fn);
    return {
      holder: { kind, id: thing.id, name: nameOf(thing), ...(name !== undefined && { function: name }) },
      vpcConfig: thing.vpcConfig,
      role: known(fn?.role),
    };
  };
  return [
    ...network.functions.map((each) => holderOf('function', each, each.id)),
    ...network.publishedVersions.map((each) => holderOf('published-version', each, known(each.function))),
    ...network.eventSourceMappings.map((each) =>
      holderOf('event-source-mapping', each, known(each.function)),
    ),
  ];
}

/** No subnets: that is how a VpcConfig is taken away (Lambda API, VpcConfig). */
export function isNowhere(vpcConfig: Maybe<VpcConfig>): boolean {
  return !isUnknown(vpcConfig) && !isUnknown(vpcConfig.subnets) && vpcConfig.subnets.length === 0;
}
