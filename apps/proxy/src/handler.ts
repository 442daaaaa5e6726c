import type { FunctionUrlEvent, FunctionUrlResult } from '@furl/http-response';
import { environmentCredentials, sign } from '@furl/sigv4';

import { readConfig } from './config';
import { createSender } from './forward';
import { consoleLog } from './log';
import { proxyRequest, type ProxyDependencies } from './proxy';

// Once an environment of the platform's, not once a request: a mistake in the configuration is an init error, and
// connections outlive the invocation.
const { upstream, region } = readConfig(process.env);
const credentials = environmentCredentials();
const { send } = createSender(upstream);

const dependencies: ProxyDependencies = {
  send,
  sign: async (request) => {
    const signed = await sign(
      { ...request, host: upstream.host },
      { credentials, region, service: 'lambda' },
    );
    return { ...signed, body: request.body };
  },
  clock: Date.now,
  log: consoleLog,
};

/** Signs the request with the function's role and answers what the function behind `LAMBDA_SERVER_URL` answers. */
export const handler = (
  event: FunctionUrlEvent,
  context: { getRemainingTimeInMillis(): number },
): Promise<FunctionUrlResult> => proxyRequest(event, context.getRemainingTimeInMillis(), dependencies);
