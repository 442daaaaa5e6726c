import type { FunctionUrl, FunctionUrlCors } from '@furl/cloud-assembly';
import type { ApiResult, Operation } from '../../operation';
import { existingFunction, functionTarget, namedFunction, urlOf } from './named-function';
import { noSuchResource } from './no-such-resource';
import { pageOf } from './page';

/** The function URL of a function or of one of its aliases. */
export const getFunctionUrlConfig: Operation = {
  name: 'GetFunctionUrlConfig',
  route: 'GET /2021-10-31/functions/{FunctionName}/url',
  action: 'lambda:GetFunctionUrlConfig',
  target: (call) => {
    const url = urlOf(namedFunction(call));
    return functionTarget(call, url && { 'lambda:FunctionUrlAuthType': url.authType });
  },
  handle: (call) => {
    const named = existingFunction(call);
    const url = urlOf(named);
    if (url !== undefined) return { body: urlConfig(url) };
    throw noSuchResource(
      `${named.qualifiedArn} has no function URL; ${named.served.urls.length === 0 ? 'none of its aliases has one either' : `those of its function are ${named.served.urls.map((each) => each.url).join(', ')}`}`,
    );
  },
};

/** Every function URL of a function. */
export const listFunctionUrlConfigs: Operation = {
  name: 'ListFunctionUrlConfigs',
  route: 'GET /2021-10-31/functions/{FunctionName}/urls',
  action: 'lambda:ListFunctionUrlConfigs',
  target: functionTarget,
  handle: (call) => {
    const { served } = existingFunction(call);
    const page = pageOf(served.urls, ({ urlId }) => urlId, call.input, { list: 'ListFunctionUrlConfigs' });
    return { body: { FunctionUrlConfigs: page.items.map(urlConfig), NextMarker: page.next } };
  },
};

function urlConfig({ url, functionArn, qualifier, authType, invokeMode, cors }: FunctionUrl): ApiResult {
  return {
    FunctionUrl: url,
    FunctionArn: qualifier === undefined ? functionArn : `${functionArn}:${qualifier}`,
    AuthType: authType,
    Cors: cors && corsMembers(cors),
    InvokeMode: invokeMode,
  };
}

function corsMembers(cors: FunctionUrlCors): ApiResult {
  return {
    AllowCredentials: cors.allowCredentials,
    AllowHeaders: cors.allowHeaders,
    AllowMethods: cors.allowMethods,
    AllowOrigins: cors.allowOrigins,
    ExposeHeaders: cors.exposeHeaders,
    MaxAge: cors.maxAge,
  };
}
