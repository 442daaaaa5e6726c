import http from 'node:http';
import Module from 'node:module';

/** An invocation in the shape that the runtime client expects of its native half. */
interface NextInvocation {
  readonly bodyJson: string;
  readonly headers: http.IncomingHttpHeaders;
}

/**
 * Answers `require('./rapid-client.node')`, the runtime client's native add-on, with one written over `node:http`.
 *
 * @param onTaken called when an invocation has arrived, before the handler sees it
 */
export function installRapidClient(onTaken: () => void): void {
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  loader._load = function (request, ...rest) {
    return request === './rapid-client.node' ? createRapidClient(onTaken) : load.call(this, request, ...rest);
  };
}

/**
 * The native half of `aws-lambda-ric`: `next`, `done` and `error` of the Runtime API. The client calls `done` and
 * `error` without waiting and then `next`: so `next` waits until what was posted before has been taken.
 */
function createRapidClient(onTaken: () => void): object {
  const [hostname = '127.0.0.1', port = '0'] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  // Taken now: tracing libraries in a function replace it, and would see the runtime's own calls.
  const { request: startRequest } = http;
  let posted: Promise<void> = Promise.resolve();

  const call = (
    method: string,
    path: string,
    headers: http.OutgoingHttpHeaders,
    body?: string,
  ): Promise<NextInvocation> =>
    new Promise((resolve, reject) => {
      const request = startRequest(
        { hostname, port, agent, method, path: `/2018-06-01/runtime/invocation/${path}`, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ bodyJson: Buffer.concat(chunks).toString('utf8'), headers: response.headers }),
          );
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  const post = (path: string, headers: http.OutgoingHttpHeaders, body: string): void => {
    const all = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers };
    // When the platform has gone there is nobody to tell; the lifeline ends this process.
    posted = call('POST', path, all, body).then(
      () => undefined,
      () => undefined,
    );
  };

  return {
    initializeClient: () => undefined,
    next: async () => {
      await posted;
      const invocation = await call('GET', 'next', {});
      onTaken();
      return invocation;
    },
    done: (id: string, body: string) => post(`${id}/response`, {}, body),
    error: (id: string, body: string, xray: string) =>
      post(
        `${id}/error`,
        {
          'Lambda-Runtime-Function-Error-Type': errorType(body),
          'Lambda-Runtime-Function-XRay-Error-Cause': printable(xray),
        },
        body,
      ),
  };
}

function errorType(body: string): string {
  try {
    return printable(String((JSON.parse(body) as { errorType?: unknown }).errorType ?? 'Error'));
  } catch {
    return 'Error';
  }
}

/** A header value may hold no control character and nothing beyond latin1; and the X-Ray cause has a size limit. */
function printable(text: string): string {
  const clean = text.replace(/[^\x20-\x7e]/g, ' ');
  return clean.length > 8192 ? '' : clean;
}
