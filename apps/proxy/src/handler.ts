import { streamifyResponse, type FunctionUrlEvent, type FunctionUrlResult } from '@furl/http-response';
import { environmentCredentials, sign, SigV4Error } from '@furl/sigv4';

import { readConfig } from './config';
import { ConfigurationError } from './errors';
import { createSender } from './forward';
import { announceHealthPath, requestLog, standardOutput } from './log';
import { proxyRequest, type ProxyDependencies } from './proxy';
import { bufferedReply, streamedReply } from './reply';

// Once an environment of the platform's, not once a request: a mistake in the configuration is an init error, and
// connections outlive the invocation.
const config = readConfig(process.env);
const { upstream, region } = config;
const credentials = environmentCredentials();
const options = { credentials, region, service: 'lambda' };
const { send } = createSender(upstream);

const dependencies: ProxyDependencies = {
  settings: config,
  send,
  sign: async (request) => {
    try {
      const { method, path, query, headers, body } = request;
      const signed = await sign({ method, host: upstream.host, path, query, headers, body }, options);
      // Field by field: V8 makes copies that have one field more on a slow path, and this is every request's.
      return { method: signed.method, path: signed.path, query: signed.query, headers: signed.headers, body };
    } catch (error) {
      if (error instanceof SigV4Error && /Credentials/.test(error.code)) {
        throw new ConfigurationError(error.message, { cause: error });
      }
      throw error;
    }
  },
  clock: Date.now,
  log: requestLog(process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'furl-proxy', standardOutput, Date.now),
  // The runtime sets it anew for every invocation.
  traceId: () => process.env['_X_AMZN_TRACE_ID'],
};

if (config.healthPath !== undefined) announceHealthPath(config.healthPath, standardOutput);

/** What the platform says about the invocation. */
interface Context {
  getRemainingTimeInMillis(): number;
}

const buffered = (event: FunctionUrlEvent, context: Context): Promise<FunctionUrlResult> =>
  proxyRequest(event, context.getRemainingTimeInMillis(), bufferedReply, dependencies);

/**
 * Signs the request with the function's role and answers what the function behind `LAMBDA_SERVER_URL` answers: as the invoke
 * mode of this function's own URL wants it, which `PROXY_INVOKE_MODE` names.
 */
export const handler =
  config.invokeMode === 'BUFFERED'
    ? buffered
    : streamifyResponse<FunctionUrlEvent, Context>((event, stream, context) =>
        proxyRequest(event, context.getRemainingTimeInMillis(), streamedReply(stream), dependencies),
      );
