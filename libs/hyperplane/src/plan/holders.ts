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

/** A holder and where it is: what a key is made of. */
export interface HolderConfig {
  readonly holder: EniHolder;
  readonly vpcConfig: Maybe<VpcConfig>;
}

/** Everybody in a VPC who holds interfaces, in the network's order: functions, versions, mappings. */
export function holderConfigs(network: Network): HolderConfig[] {
  const names = new Map(network.functions.map((each) => [each.id, nameOf(each)]));
  const configs: HolderConfig[] = [];
  const add = (
    kind: EniHolder['kind'],
    thing: Named & { readonly vpcConfig?: Maybe<VpcConfig> },
    functionId: string | undefined,
  ): void => {
    const { vpcConfig } = thing;
    if (vpcConfig === undefined || isNowhere(vpcConfig)) return;
    const name = functionId === undefined ? undefined : (names.get(functionId) ?? functionId);
    const holder: EniHolder = {
      kind,
      id: thing.id,
      name: nameOf(thing),
      ...(name !== undefined && { function: name }),
    };
    configs.push({ holder, vpcConfig });
  };
  for (const each of network.functions) add('function', each, each.id);
  for (const each of network.publishedVersions) add('published-version', each, known(each.function));
  for (const each of network.eventSourceMappings) add('event-source-mapping', each, known(each.function));
  return configs;
}

/** No subnets: that is how a VpcConfig is taken away (Lambda API, VpcConfig). */
export function isNowhere(vpcConfig: Maybe<VpcConfig>): boolean {
  return !isUnknown(vpcConfig) && !isUnknown(vpcConfig.subnets) && vpcConfig.subnets.length === 0;
}
