import type { FunctionUrlEvent, FunctionUrlResult } from '@furl/http-response';
import { verify } from '@furl/sigv4';

import { eventOf } from '../events';
import {
  installLambdaRuntime,
  invokeStreaming,
  removeLambdaRuntime,
  type AnyHandler,
} from '../lambda-runtime';
import { loadHandler, restoreEnvironment, roleCredentials } from '../load-handler';
import { setups, type ClientAnswer, type ClientRequest, type Subject } from './case';

const self = 'proxy.lambda-url.eu-central-1.on.aws';
/** That each invocation has; below what the slow upstreams of the table take. */
const context = { getRemainingTimeInMillis: () => 1_000 };

/** The proxy's handlers themselves, with nothing of a platform around them but what they are called with. */
export async function startHandlers(
  invokeMode: 'BUFFERED' | 'RESPONSE_STREAM',
  upstreamPort: number,
): Promise<Subject & { stop(): Promise<void> }> {
  if (invokeMode === 'RESPONSE_STREAM') installLambdaRuntime();
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const url = { LAMBDA_SERVER_URL: `http://127.0.0.1:${upstreamPort}/`, PROXY_INVOKE_MODE: invokeMode };
  const handlers = {
    plain: await loadHandler({ ...url, ...setups.plain }),
    guarded: await loadHandler({ ...url, ...setups.guarded }),
  };
  const ask = invokeMode === 'BUFFERED' ? askBuffered : askStreaming;
  return {
    invokeMode,
    self: () => self,
    ask: (request, setup) => ask(handlers[setup], eventFor(request)),
    signatureFault: (request) => {
      const { accessKeyId, ...key } = roleCredentials;
      const lookup = (id: string) => (id === accessKeyId ? { ...key, principal: 'proxy' } : undefined);
      const verified = verify(request, lookup, { region: 'eu-central-1', service: 'lambda' });
      return verified.ok ? undefined : verified.explanation;
    },
    stop: async () => {
      stdout.mockRestore();
      restoreEnvironment();
      removeLambdaRuntime();
    },
  };
}

async function askBuffered(handler: AnyHandler, event: FunctionUrlEvent): Promise<ClientAnswer> {
  const { statusCode, headers, cookies, body, isBase64Encoded } = (await handler(
    event,
    context,
  )) as FunctionUrlResult;
  return {
    status: statusCode,
    headers: onTheWire(headers),
    cookies: cookies ?? [],
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
    isBrokenOff: false,
  };
}

async function askStreaming(handler: AnyHandler, event: FunctionUrlEvent): Promise<ClientAnswer> {
  const { statusCode, headers, cookies, body, failure } = await invokeStreaming(handler, event, context);
  if (failure !== undefined && failure.name !== 'AnswerBrokenOffError') throw failure;
  return {
    status: statusCode,
    headers: onTheWire(headers),
    cookies,
    body,
    isBrokenOff: failure !== undefined,
  };
}

/** As the platform writes them: UTF-8, a character a byte. */
function onTheWire(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')]),
  );
}

/** The event that the platform makes of a request: names in lower case, repeats joined, text as text. */
function eventFor({ headers = [], body, ...rest }: ClientRequest): FunctionUrlEvent {
  const joined = new Map<string, string>();
  for (const [givenName, value] of headers) {
    const name = givenName.toLowerCase();
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  const isText = /^(?:text\/|application\/json)/.test(joined.get('content-type') ?? '');
  const sent = body === undefined || isText ? body : Buffer.from(body);
  return eventOf({
    ...rest,
    headers: Object.fromEntries(joined),
    ...(sent === undefined ? {} : { body: sent }),
  });
}
