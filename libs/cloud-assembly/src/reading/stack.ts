import { stackUuid } from '../invented-ids';
import type { JsonObject } from '../json';

/** A resource of a template, as it stands there. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: unknown;
  readonly metadata: unknown;
  readonly condition: unknown;
  /** What becomes of it when it leaves the template: `Delete` unless it says otherwise. */
  readonly deletionPolicy: unknown;
}

/** A stack of the assembly with its template, nothing in it resolved yet. */
export interface Stack {
  readonly name: string;
  readonly artifactId: string;
  readonly region: string;
  readonly accountId: string;
  /** The folder in which its paths start, relative to the assembly's; empty for the assembly itself. */
  readonly folder: string;
  /**
   * Whether it is of a template that somebody wrote, not of an assembly: code is then where SAM and `aws cloudformation
   * package` look for it, which may be outside of that folder.
   */
  readonly isWritten?: true;
  /** Where its template is, relative to the assembly's folder. */
  readonly templateFile: string;
  readonly template: JsonObject;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Object keys and hashes of file assets → path relative to the assembly's folder. */
  readonly assets: ReadonlyMap<string, string>;
  /** Logical id → construct path. */
  readonly constructPaths: ReadonlyMap<string, string>;
  /** For a nested stack: the stack and the resource that it hangs on. */
  readonly parent?: { readonly stack: Stack; readonly logicalId: string };
}

/** The partition of a region: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** An ARN in a stack's account and region. */
export function arnIn(stack: Stack, service: string, resource: string): string {
  // IAM is global: its ARNs name no region.
  const region = service === 'iam' ? '' : stack.region;
  return `arn:${partitionOf(stack.region)}:${service}:${region}:${stack.accountId}:${resource}`;
}

/** The ARN of a stack, as AWS::StackId gives it. */
export function stackId(stack: Stack): string {
  const owner = { accountId: stack.accountId, region: stack.region, stack: stack.name, logicalId: '' };
  return arnIn(stack, 'cloudformation', `stack/${stack.name}/${stackUuid(owner)}`);
}
