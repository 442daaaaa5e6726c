import type { FunctionUrl, FunctionUrlCors, LambdaFunction } from '../cloud-assembly';
import { own, show } from '../json';
import { urlId } from '../invented-ids';
import { functionUrl, ownerOf } from '../resolving/resource-attributes';
import { parseFunctionReference, refersTo } from './function-reference';
import { choice, flag, number, text, texts } from './properties';
import type { LiveResource } from './resources';

/**
 * Reads an AWS::Lambda::Url.
 * @returns undefined, with a problem, when its function is not in the assembly or its AuthType is none
 */
export function readFunctionUrl(
  live: LiveResource,
  functions: readonly Omit<LambdaFunction, 'policy'>[],
  aliases: ReadonlySet<string>,
): FunctionUrl | undefined {
  const { stack, resource, scope } = live;
  const target = text(live, 'TargetFunctionArn');
  const reference = target === undefined ? undefined : parseFunctionReference(target);
  const owner = functions.find((each) => reference !== undefined && refersTo(reference, stack, each));
  if (owner === undefined) {
    scope
      .at('TargetFunctionArn')
      .report(`the function ${show(target)} is not in the assembly; the URL is left out`);
    return undefined;
  }
  const authType = text(live, 'AuthType');
  if (authType !== 'AWS_IAM' && authType !== 'NONE') {
    scope.at('AuthType').report(`${show(authType)} is neither AWS_IAM nor NONE; the URL is left out`);
    return undefined;
  }
  const qualifier = text(live, 'Qualifier') ?? reference?.qualifier;
  if (qualifier !== undefined && !aliases.has(`${owner.arn}:${qualifier}`)) {
    scope
      .at('Qualifier')
      .report(`the function has no alias "${qualifier}" in the assembly; AWS would refuse the URL`);
  }
  const cors = own(resource.properties, 'Cors') === undefined ? undefined : readCors(live);
  return {
    stack: stack.name,
    logicalId: resource.logicalId,
    urlId: urlId(ownerOf(stack, resource.logicalId)),
    region: stack.region,
    url: functionUrl(resource, scope),
    authType,
    invokeMode: choice(live, ['BUFFERED', 'RESPONSE_STREAM'], 'InvokeMode'),
    functionArn: owner.arn,
    ...(cors === undefined ? {} : { cors }),
    ...(qualifier === undefined ? {} : { qualifier }),
  };
}

function readCors(live: LiveResource): FunctionUrlCors {
  const allowCredentials = flag(live, 'Cors', 'AllowCredentials');
  const allowHeaders = texts(live, 'Cors', 'AllowHeaders');
  const allowMethods = texts(live, 'Cors', 'AllowMethods');
  const allowOrigins = texts(live, 'Cors', 'AllowOrigins');
  const exposeHeaders = texts(live, 'Cors', 'ExposeHeaders');
  const maxAge = number(live, 'Cors', 'MaxAge');
  return {
    ...(allowCredentials === undefined ? {} : { allowCredentials }),
    ...(allowHeaders === undefined ? {} : { allowHeaders }),
    ...(allowMethods === undefined ? {} : { allowMethods }),
    ...(allowOrigins === undefined ? {} : { allowOrigins }),
    ...(exposeHeaders === undefined ? {} : { exposeHeaders }),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
}
