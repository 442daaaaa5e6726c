import { ApiError } from '../../api-error';

/** A function as a caller names it. */
export interface FunctionName {
  /** Where the caller says; undefined: where the call arrives. */
  readonly region: string | undefined;
  /** 12 digits; undefined: the caller's own. */
  readonly accountId: string | undefined;
  readonly name: string;
  readonly qualifier: string | undefined;
}

/**
 * Reads the forms in which Lambda takes a function: name, partial ARN and ARN, each with a qualifier or without (Lambda API
 * Reference, "Invoke", FunctionName).
 *
 * @param separately the `Qualifier` of the query
 * @throws ApiError ValidationException; InvalidParameterValueException when there are two different qualifiers
 */
export function parseFunctionName(text: string, separately: string | undefined): FunctionName {
  const [, region, accountId, name = '', within] = FORM.exec(text) ?? [];
  if (name === '' || text.length > 256) throw invalid('functionName', text, FORM);
  if (separately !== undefined && !QUALIFIER.test(separately))
    throw invalid('qualifier', separately, QUALIFIER);
  if (within !== undefined && separately !== undefined && within !== separately) {
    throw new ApiError(
      'InvalidParameterValueException',
      400,
      'The derived qualifier from the function name does not match the specified qualifier.',
      `${JSON.stringify(text)} names the qualifier ${within}, and Qualifier is ${separately}: give one of them`,
      { members: { Type: 'User' }, messageMember: 'message' },
    );
  }
  return { region, accountId, name, qualifier: within ?? separately };
}

const FORM =
  /^(?:(?:arn:aws[a-z-]*:lambda:([a-z0-9-]{1,32}):)?(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]{1,140})(?::(\$LATEST|[a-zA-Z0-9-_]{1,129}))?$/;
const QUALIFIER = /^(?:\$LATEST|[a-zA-Z0-9-_]{1,129})$/;

function invalid(member: string, value: string, pattern: RegExp): ApiError {
  return new ApiError(
    'ValidationException',
    400,
    `1 validation error detected: Value '${value.slice(0, 200)}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
    `${JSON.stringify(value.slice(0, 200))} is no ${member}: give a name, an ARN, or 123456789012:function:name, and behind it :qualifier where you want one`,
    { messageMember: 'message' },
  );
}
