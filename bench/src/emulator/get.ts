import http from 'node:http';

/** A response, read to its end. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends a GET to a port of 127.0.0.1, over a connection of its own; `host` may be any name. */
export function get(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path, headers, agent: false, timeout: 30_000 }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', reject);
      })
      .on('timeout', function (this: http.ClientRequest) {
        this.destroy(new Error('no answer after 30 s'));
      })
      .on('error', reject);
  });
}
