import { show } from '../json';
import { generatedName } from '../invented-ids';
import type { PolicyPrincipal, PolicyStatement } from '../policy-document';
import { partitionOf } from '../reading/stack';
import { ownerOf } from '../resolving/resource-attributes';
import { parseFunctionReference, refersTo, type FunctionReference } from './function-reference';
import { flag, text } from './properties';
import type { LiveResource } from './resources';

/** A statement, and the function on whose policy it stands. */
export interface Permission {
  readonly live: LiveResource;
  readonly reference: FunctionReference;
  /** The statement, for the function of this unqualified ARN. */
  statement(functionArn: string): PolicyStatement;
}

/** Reads an AWS::Lambda::Permission as the statement that Lambda's AddPermission makes of it. */
export function readPermission(live: LiveResource): Permission | undefined {
  const functionName = text(live, 'FunctionName');
  const action = text(live, 'Action');
  const principalText = text(live, 'Principal');
  if (functionName === undefined || action === undefined || principalText === undefined) {
    live.scope.report('FunctionName, Action and Principal are required; the permission is left out');
    return undefined;
  }
  const principal = principalOf(principalText, live);
  if (principal === undefined) return undefined;
  const reference = parseFunctionReference(functionName);
  const Condition = conditionOf(live);
  return {
    live,
    reference,
    statement: (arn) => ({
      Sid: generatedName(ownerOf(live.stack, live.resource.logicalId)),
      Effect: 'Allow',
      Principal: principal,
      Action: action,
      Resource: reference.qualifier === undefined ? arn : `${arn}:${reference.qualifier}`,
      ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
    }),
  };
}

/** The statements of a function's policy. */
export function policyOf(
  candidate: {
    readonly functionName: string;
    readonly arn: string;
    readonly region: string;
    readonly accountId: string;
  },
  permissions: readonly Permission[],
): readonly PolicyStatement[] {
  return permissions
    .filter(({ reference, live }) => refersTo(reference, live.stack, candidate))
    .map((permission) => permission.statement(candidate.arn));
}

function principalOf(name: string, live: LiveResource): PolicyPrincipal | undefined {
  if (name === '*') return '*';
  if (/^\d{12}$/.test(name)) return { AWS: `arn:${partitionOf(live.stack.region)}:iam::${name}:root` };
  if (name.startsWith('arn:')) return { AWS: name };
  if (/\.amazonaws\.com(\.cn)?$/.test(name)) return { Service: name };
  live.scope
    .at('Principal')
    .report(`${show(name)} is no principal that is understood; the permission is left out`);
  return undefined;
}

function conditionOf(live: LiveResource): NonNullable<PolicyStatement['Condition']> {
  const account = text(live, 'SourceAccount');
  const arn = text(live, 'SourceArn');
  const organisation = text(live, 'PrincipalOrgID');
  const authType = text(live, 'FunctionUrlAuthType');
  const token = text(live, 'EventSourceToken');
  const equals = {
    ...(account === undefined ? {} : { 'AWS:SourceAccount': account }),
    ...(organisation === undefined ? {} : { 'aws:PrincipalOrgID': organisation }),
    ...(authType === undefined ? {} : { 'lambda:FunctionUrlAuthType': authType }),
    ...(token === undefined ? {} : { 'lambda:EventSourceToken': token }),
  };
  return {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(arn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': arn } }),
    ...(flag(live, 'InvokedViaFunctionUrl') === true
      ? { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }
      : {}),
  };
}
