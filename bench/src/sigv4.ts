import { createHash, createHmac, randomBytes, type BinaryLike } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { sign, verify } from '@furl/sigv4';
import type { Peers } from './peers';
import { higherIsBetter, type Row } from './row';
import { throughput, type Contender } from './throughput';

const host = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.ap-northeast-1.on.aws';
const path = '/items/42';
const query = 'limit=10&order=desc';
const region = 'ap-northeast-1';
const service = 'lambda';
const contentType = 'application/octet-stream';
const credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN'.repeat(20),
};

const SIZES: readonly (readonly [name: string, bytes: number])[] = [
  ['0 B', 0],
  ['1 KiB', 1024],
  ['64 KiB', 64 * 1024],
  ['1 MiB', 1024 * 1024],
  ['6 MiB', 6 * 1024 * 1024],
];

/** Signing and verifying one request to a function URL, by body size, against the libraries that people use for it. */
export async function benchSigv4(peers: Peers): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, size] of SIZES) {
    const body = randomBytes(size);
    const contenders = [...signers(body, peers), await verifier(body), limit(body)];
    const speeds = await throughput(contenders, { rounds: 15, batchMs: 40 });
    rows.push(...compare(name, size, speeds));
  }
  return rows;
}

function compare(name: string, size: number, speeds: ReadonlyMap<string, number>): Row[] {
  const speed = (contender: string): number => speeds.get(contender) ?? NaN;
  const fastest = Math.max(...PEERS.map(speed));
  const large = size >= 64 * 1024;
  const goals: Readonly<Record<string, number | null>> = {
    aws4: size === 0 ? 1.5 : null,
    'smithy, sha256-js': size === 0 ? 3 : null,
  };
  const row = (kase: string, peer: string, ours: number, theirs: number, goal: number | null): Row =>
    higherIsBetter({ case: `${kase} ${name}`, peer, ours, theirs, unit: 'ops/s', goal });
  return [
    ...PEERS.map((peer) => row('sign', peer, speed('ours'), speed(peer), goals[peer] ?? null)),
    row('sign', 'the fastest peer', speed('ours'), fastest, large ? 1 : null),
    row('sign', 'the limit', speed('ours'), speed('limit'), large ? 0.9 : null),
    row('verify', 'aws4 signing', speed('verify'), speed('aws4'), 1),
  ];
}

const PEERS = ['aws4', 'aws4fetch', 'smithy, sha256-js', 'smithy, node:crypto'];

function signers(body: Buffer, { aws4, aws4fetch }: Peers): Contender[] {
  const signed = size(body) ? body : undefined;
  const headers = { 'content-type': contentType };
  const smithy = (sha256: typeof Sha256): (() => Promise<unknown>) => {
    const signer = new SignatureV4({ credentials, region, service, sha256 });
    const request = {
      method: 'POST',
      protocol: 'https:',
      hostname: host,
      path,
      query: { limit: '10', order: 'desc' },
    };
    return () => signer.sign({ ...request, headers: { host, ...headers }, body: signed });
  };
  const client = new aws4fetch.AwsClient({ ...credentials, region, service, retries: 0 });
  return [
    {
      name: 'ours',
      run: () =>
        sign(
          { method: 'POST', host, path, query, headers: [['content-type', contentType]], body },
          { credentials },
        ),
    },
    {
      name: 'aws4',
      run: () =>
        aws4.sign(
          {
            method: 'POST',
            host,
            path: `${path}?${query}`,
            service,
            region,
            headers: { ...headers },
            body: signed,
          },
          credentials,
        ),
    },
    {
      name: 'aws4fetch',
      run: () => client.sign(`https://${host}${path}?${query}`, { method: 'POST', headers, body: signed }),
    },
    { name: 'smithy, sha256-js', run: smithy(Sha256) },
    { name: 'smithy, node:crypto', run: smithy(NodeSha256 as unknown as typeof Sha256) },
  ];
}

async function verifier(body: Buffer): Promise<Contender> {
  const request = {
    method: 'POST',
    host,
    path,
    query,
    headers: [['content-type', contentType]] as const,
    body,
  };
  const { headers } = await sign(request, { credentials });
  const received = { method: 'POST', target: `${path}?${query}`, headers, body };
  const key = { ...credentials, principal: 'bench' };
  const run = (): unknown => verify(received, () => key, { region, service });
  const verification = verify(received, () => key, { region, service });
  if (!verification.ok) throw new Error(`our own signature is refused: ${verification.explanation}`);
  return { name: 'verify', run };
}

/** What no signer in Node.js can beat: the hash of the body and one HMAC. */
function limit(body: Buffer): Contender {
  const key = randomBytes(32);
  return {
    name: 'limit',
    run: () =>
      createHmac('sha256', key).update(createHash('sha256').update(body).digest('hex')).digest('hex'),
  };
}

function size(body: Buffer): boolean {
  return body.length > 0;
}

/** A hash class over node:crypto as smithy takes it. */
class NodeSha256 {
  private readonly hash;

  constructor(secret?: BinaryLike) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(chunk: BinaryLike): void {
    this.hash.update(chunk);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
}
