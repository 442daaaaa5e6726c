import { createRequire } from 'node:module';
import { mkdtempSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Children } from '../children';
import type { Folders } from './contenders';

/** How long one start may take, in milliseconds. */
const LIMIT_MS = 30_000;

/**
 * A cold start without an emulator: AWS's runtime client by itself, under as much of the Runtime API as one invocation
 * needs.
 *
 * @param taskRoot the folder of the handler's `index.js`
 * @returns from the start of the process to its answer to the first invocation, in milliseconds
 * @throws Error when it ends without an answer, gives a wrong one, or none in 30 s
 */
export async function bareColdStart(
  { root, temporary }: Folders,
  children: Children,
  taskRoot: string,
): Promise<number> {
  const client = createRequire(join(root, 'package.json')).resolve('aws-lambda-ric');
  const preload = join(root, 'bench/fixtures/bare-client.cjs');
  const folder = mkdtempSync(join(temporary, 'bare-'));
  const api = http.createServer();
  const answered = new Promise<string>((resolve) => {
    let isGiven = false;
    api.on('request', (request, response) => {
      if (request.method !== 'GET') return receive(request, response, resolve);
      // The client asks for a second one when it has answered: that is left waiting.
      if (!isGiven) give(response);
      isGiven = true;
    });
  });
  await new Promise<void>((resolve, reject) => {
    api.once('error', reject);
    api.listen(0, '127.0.0.1', resolve);
  });
  const startedAt = performance.now();
  const child = children.spawn(process.execPath, ['--require', preload, client], {
    cwd: taskRoot,
    env: environment(`127.0.0.1:${(api.address() as AddressInfo).port}`, taskRoot, folder),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  try {
    const answer = await Promise.race([
      answered,
      new Promise<never>((_, reject) => {
        child.once('error', reject);
        child.once('exit', (code, signal) => reject(new Error(`it ended with ${code ?? signal}`)));
      }),
    ]);
    const elapsed = performance.now() - startedAt;
    if (!answer.includes('4711')) throw new Error(`it answered ${answer.slice(0, 200)}`);
    return elapsed;
  } catch (error) {
    throw new Error(`aws-lambda-ric by itself: ${(error as Error).message}`, { cause: error });
  } finally {
    clearTimeout(timer);
    await children.end(child);
    api.closeAllConnections();
    await new Promise((resolve) => api.close(resolve));
  }
}

function give(response: http.ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    'lambda-runtime-deadline-ms': String(Date.now() + LIMIT_MS),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:bare',
  });
  response.end(JSON.stringify(EVENT));
}

function receive(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  onAnswer: (answer: string) => void,
): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    onAnswer(`${request.url}: ${body}`);
  });
}

/** As much of a function URL's event as the handler looks at. */
const EVENT = {
  version: '2.0',
  rawPath: '/',
  rawQueryString: 'n=4711',
  queryStringParameters: { n: '4711' },
};

function environment(runtimeApi: string, taskRoot: string, temporary: string): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return {
    ...(PATH !== undefined && { PATH }),
    ...(SystemRoot !== undefined && { SystemRoot }),
    TMPDIR: temporary,
    _HANDLER: 'index.handler',
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: 'bare',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bare',
    AWS_LAMBDA_LOG_STREAM_NAME: 'bare',
    AWS_REGION: 'eu-west-1',
    // With it the client's own HTTP asks for invocations, and only the answers go through bare-client.cjs.
    AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
  };
}
