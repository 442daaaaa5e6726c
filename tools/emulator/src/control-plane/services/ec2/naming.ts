import type { ApiCall, ApiResult } from '../../operation';

/** The tag `Name`, which is the one tag that is read; a resource without it goes by its logical id. */
export function nameTag({
  name,
  path,
}: {
  readonly name?: string;
  readonly path?: string;
}): readonly ApiResult[] {
  const isTag = name !== undefined && name !== path?.split('.').at(-1);
  return isTag ? [{ key: 'Name', value: name }] : [];
}

/** Filters on tags that can be answered, and those that cannot. */
export const TAG_FILTERS = { 'tag:Name': 'tagSet.value' };
export const UNTOLD_TAG_FILTERS = ['tag:', 'tag-key'];

/** The ARN of a resource of EC2. */
export function ec2Arn({ principal, region }: ApiCall, resource: string): string {
  const [, partition = 'aws'] = principal.userArn.split(':');
  return `arn:${partition}:ec2:${region}:${principal.accountId}:${resource}`;
}
