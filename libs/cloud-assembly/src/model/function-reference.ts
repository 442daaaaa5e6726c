/** A function as another resource names it. */
export interface FunctionReference {
  /** The name, or the unqualified ARN. */
  readonly name: string;
  /** An alias or version. */
  readonly qualifier?: string;
}

/**
 * Takes apart what may name a function: `name`, `name:qualifier`, `<account>:function:name[:qualifier]` and the
 * ARN with or without a qualifier ("AWS::Lambda::Permission", FunctionName).
 */
export function parseFunctionReference(text: string): FunctionReference {
  const parts = text.split(':');
  const at = parts[0] === 'arn' ? 6 : parts[1] === 'function' ? 2 : 0;
  const name = parts[0] === 'arn' ? parts.slice(0, 7).join(':') : (parts[at] ?? '');
  const qualifier = parts[at + 1];
  return qualifier === undefined ? { name } : { name, qualifier };
}

/** Whether a reference, made in a region and account, means a function. */
export function refersTo(
  reference: FunctionReference,
  from: { readonly region: string; readonly accountId: string },
  candidate: {
    readonly functionName: string;
    readonly arn: string;
    readonly region: string;
    readonly accountId: string;
  },
): boolean {
  if (reference.name === candidate.arn) return true;
  return (
    reference.name === candidate.functionName &&
    from.region === candidate.region &&
    from.accountId === candidate.accountId
  );
}
