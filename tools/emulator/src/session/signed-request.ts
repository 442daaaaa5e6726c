import http from 'node:http';
import https from 'node:https';
import { defaultCredentials, sign, type CredentialProvider, type Credentials } from '@furl/sigv4';
import { EmulatorError } from '../errors';
import { readSession } from './session';

/** A request to send, signed, to a function URL: here or on AWS. */
export interface RequestToSign {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Sends `request` signed: to `*.localhost` with the developer's keys of the running emulator, elsewhere with the shell's. */
export async function sendSigned(
  request: RequestToSign,
  sessionFolder: string,
): Promise<http.IncomingMessage> {
  const target = parseTarget(request.url);
  const credentials: Credentials | CredentialProvider = target.isLocal
    ? readSession(sessionFolder).credentials
    : defaultCredentials();
  const { method, body } = request;
  const { host, path, query } = target;
  // The length is ours to say: two of them would be a broken request.
  const headers = request.headers.filter(([name]) => name.toLowerCase() !== 'content-length');
  const signed = await sign({ method, host, path, query, headers, body }, { credentials });
  const { hostname, port } = target;
  return new Promise((resolve, reject) => {
    const send = target.isSecure ? https.request : http.request;
    const outgoing = send(
      {
        method,
        // Not every resolver knows that *.localhost is this machine (RFC 6761 §6.3).
        hostname: target.isLocal ? '127.0.0.1' : hostname,
        port,
        path: signed.query ? `${signed.path}?${signed.query}` : signed.path,
        headers: [...signed.headers, ['content-length', String(body.length)]].flat(),
        ...(target.isSecure && { servername: hostname }),
      },
      resolve,
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

interface Target {
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
  readonly isSecure: boolean;
  readonly isLocal: boolean;
}

/** Takes a URL apart by hand where `new URL` would change its path or query. */
function parseTarget(url: string): Target {
  const [, scheme, authority, path, query] =
    /^(https?):\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i.exec(
      url.includes('://') ? url : `http://${url}`,
    ) ?? [];
  if (scheme === undefined || authority === undefined || !URL.canParse(`${scheme}://${authority}`)) {
    throw new EmulatorError(
      'BAD_OPTION',
      `${JSON.stringify(url)} is not a URL: give one like http://….localhost:4600/ or https://….on.aws/`,
    );
  }
  const { hostname, host, port } = new URL(`${scheme}://${authority}`);
  return {
    host,
    hostname,
    port,
    path: path || '/',
    query: query ?? '',
    isSecure: scheme.toLowerCase() === 'https',
    isLocal: /(^|\.)localhost$/.test(hostname),
  };
}
