import { Agent, get } from 'node:http';
import { awsSource, eniQuery, findEnis } from '@furl/eni-finder';
import { type Command, furlCommand } from '../peak-command';
import type { Row } from '../row';
import { median } from '../throughput';
import { Endpoint, eniId } from './endpoint';
import { eniRows } from './rows';

const FUNCTIONS = 1_200;
const MANY = 500;
const LATENCY_MS = 50;
const ROUNDS = 5;
const COMMANDS = 3;

/** Nobody's: the endpoint does not look at them. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE12', AWS_SECRET_ACCESS_KEY: 'of-nobody' };
const REGION = 'ap-northeast-1';

/** `furl eni` in an account with many functions, against the one thing that cannot be made faster: Lambda's own pages. */
export async function benchEni(root: string): Promise<Row[]> {
  Object.assign(process.env, CREDENTIALS, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
  const endpoint = new Endpoint({ functions: FUNCTIONS, enis: MANY, latencyMs: LATENCY_MS });
  await endpoint.listen();
  try {
    const contenders = {
      one: () => find(endpoint, 1),
      many: () => find(endpoint, MANY),
      pages: () => pagesAlone(endpoint),
    };
    // The SDK's code is loaded and warm: what that takes is in the whole command's figure.
    for (const run of Object.values(contenders)) await run();
    const times: Record<keyof typeof contenders, number[]> = { one: [], many: [], pages: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const names = (['one', 'many', 'pages'] as const).map(
        (_, index, all) => all[(index + round) % all.length],
      );
      for (const name of names) {
        if (name === undefined) continue;
        const startedAt = performance.now();
        await contenders[name]();
        times[name].push(performance.now() - startedAt);
      }
    }
    const commands = { one: [] as Command[], many: [] as Command[] };
    for (let round = 0; round < COMMANDS; round += 1) {
      commands.one.push(await command(root, endpoint, 1));
      commands.many.push(await command(root, endpoint, MANY));
    }
    return eniRows({
      functions: FUNCTIONS,
      pages: endpoint.pageCount,
      latencyMs: LATENCY_MS,
      many: MANY,
      oneMs: median(times.one),
      manyMs: median(times.many),
      pagesMs: median(times.pages),
      commandMs: median(commands.one.map(({ milliseconds }) => milliseconds)),
      onePeakBytes: median(commands.one.map(({ peakBytes }) => peakBytes)),
      manyPeakBytes: median(commands.many.map(({ peakBytes }) => peakBytes)),
    });
  } finally {
    await endpoint.close();
  }
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, n) => eniId(n));
}

/** As `furl eni` does it; ends the bench should an answer be wrong: that would be quick. */
async function find(endpoint: Endpoint, count: number): Promise<void> {
  const source = await awsSource({ endpointUrl: endpoint.url, region: REGION });
  try {
    const reports = await findEnis(source, eniQuery({ enis: ids(count) }));
    const wrong = reports.find(
      ({ verdict, partial }) => verdict !== 'IN_USE_BY_LATEST' || partial.length > 0,
    );
    if (reports.length !== count || wrong !== undefined) {
      throw new Error(
        `furl eni gives ${reports.length} answers for ${count}, and ${wrong?.verdict ?? 'none wrong'}`,
      );
    }
  } finally {
    source.close();
  }
}

/** A page after the other over one connection, parsed and thrown away. */
async function pagesAlone(endpoint: Endpoint): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    let marker: string | null = '0';
    while (marker !== null) {
      const path: string = `/2015-03-31/functions/?FunctionVersion=ALL&MaxItems=50&Marker=${marker}`;
      marker = (JSON.parse(await body(endpoint.port, path, agent)) as { NextMarker: string | null })
        .NextMarker;
    }
  } finally {
    agent.destroy();
  }
}

function body(port: number, path: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    }).on('error', reject);
  });
}

/** `furl eni` as people run it. */
function command(root: string, endpoint: Endpoint, count: number): Promise<Command> {
  const args = [
    'eni',
    '--json',
    '--region',
    REGION,
    '--endpoint-url',
    endpoint.url,
    '--eni',
    ids(count).join(','),
  ];
  return furlCommand(root, args, CREDENTIALS);
}
