import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [ACCOUNT, REGION] = ['111122223333', 'ap-northeast-1'];
const ROLE = `arn:aws:iam::${ACCOUNT}:role/bench`;
const SUBNET = 'subnet-0a1b2c3d4e5f60718';
/** The most that ListFunctions gives with all versions. */
const FUNCTIONS_A_PAGE = 50;

/** What the account of the bench has. */
export interface EndpointOptions {
  readonly functions: number;
  /** Each with a group of its own, held by the functions whose number is the same modulo this. */
  readonly enis: number;
  /** How long every call takes, in milliseconds. */
  readonly latencyMs: number;
}

/** An account with many functions behind an address where every call takes its time. */
export class Endpoint {
  private readonly pages: readonly Buffer[];
  private readonly server: Server;

  constructor(private readonly options: EndpointOptions) {
    this.pages = functionPages(options);
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void sleep(options.latencyMs).then(() => {
          response.end(
            this.answer(
              request.url ?? '',
              String(request.headers['x-amz-target'] ?? ''),
              Buffer.concat(chunks).toString(),
            ),
          );
        });
      });
    });
    this.server.keepAliveTimeout = 60_000;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many pages the functions are. */
  get pageCount(): number {
    return this.pages.length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(url: string, target: string, body: string): Buffer | string {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (/\/functions\/?$/.test(pathname)) return this.pages[Number(searchParams.get('Marker') ?? 0)] ?? '{}';
    if (/\/event-source-mappings\/?$/.test(pathname)) return '{"EventSourceMappings":[]}';
    if (pathname.endsWith('/configuration')) return '{"State":"Active","LastUpdateStatus":"Successful"}';
    if (target !== '') return '{"Events":[]}';
    const input = new URLSearchParams(body);
    switch (input.get('Action')) {
      case 'DescribeNetworkInterfaces':
        return this.describe(input);
      case 'GetRole':
        return iamXml(
          'GetRole',
          `<Role><Arn>${ROLE}</Arn><RoleName>bench</RoleName><RoleId>AROA1</RoleId></Role>`,
        );
      case 'SimulatePrincipalPolicy':
        return iamXml(
          'SimulatePrincipalPolicy',
          '<EvaluationResults><member><EvalDecision>allowed</EvalDecision></member></EvaluationResults>',
        );
      default:
        return iamXml('GetCallerIdentity', `<Account>${ACCOUNT}</Account>`);
    }
  }

  private describe(input: URLSearchParams): string {
    const wanted = new Set(
      [...input].filter(([name]) => name.startsWith('Filter.1.Value.')).map(([, id]) => id),
    );
    const items = Array.from({ length: this.options.enis }, (_, n) => n)
      .filter((n) => wanted.has(eniId(n)))
      .map(eniXml);
    return `<DescribeNetworkInterfacesResponse><networkInterfaceSet>${items.join('')}</networkInterfaceSet></DescribeNetworkInterfacesResponse>`;
  }
}

/** The id of the n-th interface. */
export function eniId(n: number): string {
  return `eni-${n.toString(16).padStart(17, '0')}`;
}

function groupId(n: number): string {
  return `sg-${n.toString(16).padStart(17, '0')}`;
}

function eniXml(n: number): string {
  return `<item><networkInterfaceId>${eniId(n)}</networkInterfaceId><status>in-use</status><interfaceType>lambda</interfaceType><description>AWS Lambda VPC ENI-function-${n}-3f2b8c1e-9d4a-4c57-8e21-5b6f7a8c9d0e</description><subnetId>${SUBNET}</subnetId><vpcId>vpc-0aaaabbbbccccdddd</vpcId><ownerId>${ACCOUNT}</ownerId><groupSet><item><groupId>${groupId(n)}</groupId></item></groupSet></item>`;
}

function iamXml(operation: string, result: string): string {
  return `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`;
}

/** As long as AWS's: a function is a kilobyte or so. */
function functionPages({ functions, enis }: EndpointOptions): Buffer[] {
  const all = Array.from({ length: functions }, (_, n) => ({
    FunctionName: `function-${n}`,
    FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:function-${n}:$LATEST`,
    Runtime: 'nodejs24.x',
    Role: ROLE,
    Handler: 'index.handler',
    CodeSize: 5_000,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '2026-01-01T00:00:00.000+0000',
    CodeSha256: 'x/1rBQ6Ck0u1nKBhSgqY8eVkMSGyvJYb6vZsSkAvRr8=',
    Version: '$LATEST',
    VpcConfig: { SubnetIds: [SUBNET], SecurityGroupIds: [groupId(n % enis)], VpcId: 'vpc-0aaaabbbbccccdddd' },
    Environment: { Variables: { TABLE: 'a-table-of-the-bench', LOG_LEVEL: 'info' } },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: '3f2b8c1e-9d4a-4c57-8e21-5b6f7a8c9d0e',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
  }));
  const count = Math.ceil(functions / FUNCTIONS_A_PAGE);
  return Array.from({ length: count }, (_, page) =>
    Buffer.from(
      JSON.stringify({
        Functions: all.slice(page * FUNCTIONS_A_PAGE, (page + 1) * FUNCTIONS_A_PAGE),
        NextMarker: page + 1 < count ? String(page + 1) : null,
      }),
    ),
  );
}
