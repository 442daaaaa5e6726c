import type { FunctionUrl, LambdaFunction, Maybe, Need, VpcConfig } from '@furl/hyperplane';

import { functionUrl } from '../resolving/resource-attributes';
import { parseFunctionReference } from '../model/function-reference';
import type { Part } from './part';
import type { Parts } from './parts';

/** Functions by everything that names them: name, ARN, with or without a qualifier. */
export class FunctionIndex {
  private readonly byName = new Map<string, string>();

  constructor(functions: readonly Part[]) {
    for (const part of functions) {
      this.byName.set(part.id, functionId(part));
      this.byName.set(functionId(part), functionId(part));
    }
  }

  /** The id of the function that a text names; undefined when it is not in the template. */
  find(text: string): string | undefined {
    return this.byName.get(parseFunctionReference(text).name);
  }
}

/** A function's id in the network: its ARN. */
export function functionId(part: Part): string {
  return part.attribute('Arn') ?? part.id;
}

/** What a function is. */
export function readFunction(
  part: Part,
  urls: ReadonlyMap<string, FunctionUrl>,
  needs: readonly Need[],
): LambdaFunction {
  const id = functionId(part);
  const vpcConfig = vpcConfigOf(part);
  const url = urls.get(id);
  return {
    ...part.named(part.text('FunctionName')),
    id,
    replacedBy: part.fingerprint('FunctionName', 'PackageType'),
    ...(vpcConfig === undefined ? {} : { vpcConfig }),
    role: part.text('Role') ?? part.unknown(['Role'], [], 'it has no role'),
    ...(url === undefined ? {} : { url }),
    needs,
  };
}

/** The VpcConfig of a function; undefined when it is in no VPC. */
export function vpcConfigOf(part: Part): Maybe<VpcConfig> | undefined {
  if (!part.has('VpcConfig')) return undefined;
  const uncertain = part.unresolved('VpcConfig');
  if (uncertain !== undefined) return uncertain;
  const subnets = part.ids('VpcConfig', 'SubnetIds');
  const securityGroups = part.ids('VpcConfig', 'SecurityGroupIds');
  // Empty lists detach a function from its VPC.
  if (isEmpty(subnets) && isEmpty(securityGroups)) return undefined;
  if (part.uncertain !== undefined) return part.uncertain;
  const ipv6AllowedForDualStack = part.flag(false, 'VpcConfig', 'Ipv6AllowedForDualStack');
  return { subnets, securityGroups, ipv6AllowedForDualStack };
}

function isEmpty(ids: VpcConfig['subnets']): boolean {
  return 'length' in ids && ids.length === 0;
}

/** The function URLs, by function; those of its aliases count as its own. */
export function readFunctionUrls(parts: Parts, functions: FunctionIndex): ReadonlyMap<string, FunctionUrl> {
  const urls = new Map<string, FunctionUrl>();
  for (const part of parts.of('AWS::Lambda::Url')) {
    const target = part.text('TargetFunctionArn');
    const id = typeof target === 'string' ? functions.find(target) : undefined;
    if (id === undefined) continue;
    const before = urls.get(id);
    const authType: FunctionUrl['authType'] =
      part.uncertain ??
      part.word(['AWS_IAM', 'NONE'], 'AuthType') ??
      part.unknown(['AuthType'], [], 'it does not say who may call it');
    const host = new URL(functionUrl(part.resource, part.scope)).hostname;
    urls.set(id, {
      // The weaker of two decides who may call the function.
      authType: before?.authType === 'NONE' || authType === 'NONE' ? 'NONE' : (before?.authType ?? authType),
      hosts: [...(before?.hosts ?? []), host],
    });
  }
  return urls;
}
