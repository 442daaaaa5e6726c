import { setups, type Setup, type Subject } from '../test/conformance/case';
import { itConforms } from '../test/conformance/run';
import type { FunctionSpec } from './assembly';
import { ask } from './client';
import { furlDev } from './furl-dev';

/** The proxy's bundle as it is deployed, under `furl dev`, in front of the table's upstream. */
async function startFurlDev(
  invokeMode: 'BUFFERED' | 'RESPONSE_STREAM',
  upstreamPort: number,
): Promise<Subject & { stop(): Promise<void> }> {
  const proxy = (setup: Setup): FunctionSpec => ({
    code: 'proxy',
    handler: 'index.handler',
    invokeMode,
    // In whole seconds; below what the slow upstreams of the table take.
    timeout: 2,
    environment: {
      LAMBDA_SERVER_URL: `http://127.0.0.1:${upstreamPort}/`,
      PROXY_INVOKE_MODE: invokeMode,
      ...setups[setup],
    },
  });
  const dev = await furlDev({ plain: proxy('plain'), guarded: proxy('guarded') });
  return {
    invokeMode,
    self: (setup) => new URL(dev.urlOf(setup)).host,
    ask: (request, setup) => ask(dev.urlOf(setup), request),
    // Nobody outside knows the secret of the role; the streaming tests have IAM check signatures.
    signatureFault: () => undefined,
    stop: () => dev.stop(),
  };
}

describe.each(['BUFFERED', 'RESPONSE_STREAM'] as const)('the proxy under furl dev, %s', (invokeMode) => {
  itConforms('platform', (upstreamPort) => startFurlDev(invokeMode, upstreamPort));
});
