import { EVERYTHING, eniQuery, findEnis, MINIMAL_POLICY, toJson } from '../src/index';
import { useFakeCredentials } from './environment';
import { ENI, EXPECTED, NOW } from './fixtures';
import { eniId, eniJson, functionJson, groupId, Started } from './start';

useFakeCredentials();

let started: Started;
const start = async (...fixtures: string[]): Promise<Started> => (started = await Started.with(...fixtures));
afterEach(() => started.close());

const actions = (action: string): number => started.aws.calls.filter((each) => each === action).length;

describe('one pass', () => {
  it('serves any number of interfaces, over all pages', async () => {
    const { aws } = await start('in-use-by-latest');
    aws.account.functions = Array.from({ length: 230 }, (_, n) => functionJson(n));
    aws.account.enis = Array.from({ length: 410 }, (_, n) => eniJson(n));
    aws.enisAPage = 60;
    const ids = aws.account.enis.map((_, n) => eniId(n));
    const reports = await started.find(ids);
    expect(actions('lambda:ListFunctions')).toBe(5);
    expect(actions('lambda:ListEventSourceMappings')).toBe(1);
    // One role, one look, for all that nothing holds; of so many that are held, none.
    expect(actions('iam:GetRole') + actions('iam:ListRoles')).toBe(1);
    expect(actions('lambda:GetFunctionConfiguration')).toBe(0);
    // At most 200 values a filter, in pages of 60.
    expect(actions('ec2:DescribeNetworkInterfaces')).toBe(4 + 4 + 1);
    expect(reports.map(({ networkInterfaceId }) => networkInterfaceId)).toEqual(ids);
    expect(reports.map(({ verdict }) => verdict === 'IN_USE_BY_LATEST')).toEqual(ids.map((_, n) => n < 230));
  });

  it('reads all pages of mappings and of events', async () => {
    const { aws } = await start('in-use-by-event-source-mapping');
    const others = Array.from({ length: 7 }, (_, n) => ({
      UUID: `${n}`,
      FunctionArn: 'arn:aws:lambda:r:a:function:f',
    }));
    aws.account.mappings.unshift(...others);
    aws.othersAPage = 2;
    expect((await started.find())[0]?.verdict).toBe('IN_USE_BY_EVENT_SOURCE_MAPPING');
    await started.close();

    const { aws: second } = await start('sg-changed-outside');
    const noise = Array.from({ length: 120 }, () => ({
      EventName: 'ModifyNetworkInterfaceAttribute',
      EventTime: '2026-03-09T00:00:00Z',
      CloudTrailEvent: '{"requestParameters":{"networkInterfaceId":"eni-0","description":{}}}',
    }));
    second.account.events.push(...noise);
    expect((await started.find())[0]?.verdict).toBe('SG_CHANGED_OUTSIDE');
  });

  it('says how far it is', async () => {
    const { aws } = await start('in-use-by-latest');
    aws.account.functions = Array.from({ length: 120 }, (_, n) => functionJson(n));
    const seen: number[] = [];
    await findEnis(await started.source(), EVERYTHING, { progress: (count) => seen.push(count) });
    expect(seen).toEqual([50, 100, 120]);
  });

  it('does not match sets of the same size that differ, whatever their order', async () => {
    const { aws } = await start();
    const [a, b, c] = [groupId(1), groupId(2), groupId(3)];
    aws.account.enis = [eniJson(1, [b, a]), eniJson(2, [b, c])];
    aws.account.functions = [functionJson(1, [a, b]), functionJson(2, [a, c])];
    const reports = await started.find([eniId(1), eniId(2)]);
    expect(reports.map(({ holders }) => holders.length)).toEqual([1, 0]);
  });
});

describe('which interfaces', () => {
  it.each([
    ['a group', { securityGroups: ['sg-0f0f0f0f0f0f0f0f1'] }, [ENI]],
    ['another group', { securityGroups: ['sg-0d0d0d0d0d0d0d0d3'] }, []],
    ['a VPC', { vpcs: ['vpc-0aaaabbbbccccdddd'] }, [ENI]],
    ['a VPC and a subnet', { vpcs: ['vpc-0aaaabbbbccccdddd'], subnets: ['subnet-00000000'] }, []],
  ])('of %s', async (_what, query, expected) => {
    await start('not-lambda');
    const reports = await findEnis(await started.source(), eniQuery(query));
    expect(reports.map(({ networkInterfaceId }) => networkInterfaceId)).toEqual(expected);
  });

  it('are Lambda’s where all are asked for, and an unknown id is named', async () => {
    await start('not-lambda', 'in-use-by-latest');
    const all = await findEnis(await started.source(), EVERYTHING);
    expect(all.map(({ networkInterfaceId }) => networkInterfaceId)).toEqual(['eni-0539d0e4405d91ff5']);
    const [known, unknown] = await started.find(['eni-00000000', 'eni-0539d0e4405d91ff5']);
    expect(known?.verdict).toBe('IN_USE_BY_LATEST');
    expect(unknown && toJson(unknown)).toMatchObject({
      networkInterfaceId: 'eni-00000000',
      verdict: null,
      status: 'not-found',
    });
  });
});

describe('what may not be asked', () => {
  const denied = (action: string) => ({
    status: action.startsWith('cloudtrail') ? 400 : 403,
    code: action.startsWith('ec2')
      ? 'UnauthorizedOperation'
      : action.startsWith('iam')
        ? 'AccessDenied'
        : 'AccessDeniedException',
    message: `User: alice is not authorized to perform: ${action}`,
  });

  it.each([
    // A holder was found: it is in use, whatever else is not known.
    ['in-use-by-latest', 'lambda:ListEventSourceMappings', 'IN_USE_BY_LATEST'],
    ['in-use-by-latest', 'lambda:GetFunctionConfiguration', 'IN_USE_BY_LATEST'],
    ['in-use-by-latest', 'iam:GetRole', 'IN_USE_BY_LATEST'],
    ['in-use-by-event-source-mapping', 'lambda:ListFunctions', 'IN_USE_BY_EVENT_SOURCE_MAPPING'],
    // Nobody could be seen to hold it, and somebody may.
    ['orphan-available', 'lambda:ListFunctions', null],
    ['stuck', 'lambda:ListEventSourceMappings', null],
    ['sg-changed-outside', 'cloudtrail:LookupEvents', null],
    ['within-grace', 'iam:GetRole', 'WITHIN_GRACE'],
    ['orphan-available', 'cloudtrail:LookupEvents', 'ORPHAN_AVAILABLE'],
    ['stuck', 'sts:GetCallerIdentity', 'STUCK'],
  ])('%s without %s: %s, partial', async (fixture, action, verdict) => {
    const { aws } = await start(fixture);
    aws.faults.set(action, denied(action));
    const id =
      EXPECTED.find((each) => each.fixture === fixture) &&
      (aws.account.enis[0]?.['NetworkInterfaceId'] as string);
    const [report] = await started.find([id ?? '']);
    expect(report).toMatchObject({ verdict, partial: [action] });
  });

  it('shows what earlier pages had', async () => {
    const { aws } = await start('in-use-by-latest');
    aws.functionsAPage = 3;
    aws.faults.set('lambda:ListFunctions', { ...denied('lambda:ListFunctions'), only: 'Marker=' });
    const [report] = await started.find(['eni-0539d0e4405d91ff5']);
    expect(report).toMatchObject({ verdict: 'IN_USE_BY_LATEST', partial: ['lambda:ListFunctions'] });
    expect(report?.holders).toHaveLength(2);
  });

  it('reads the policies of a role where it may not simulate them', async () => {
    const { aws } = await start('role-lacks-delete');
    aws.faults.set('iam:SimulatePrincipalPolicy', denied('iam:SimulatePrincipalPolicy'));
    expect((await started.find())[0]).toMatchObject({ verdict: 'ROLE_LACKS_DELETE', partial: [] });
    aws.faults.set('iam:ListRolePolicies', denied('iam:ListRolePolicies'));
    expect((await started.find())[0]).toMatchObject({
      verdict: 'STUCK',
      partial: ['iam:SimulatePrincipalPolicy'],
    });
  });

  it('names the one call without which there is no answer', async () => {
    const { aws } = await start('stuck');
    aws.faults.set('ec2:DescribeNetworkInterfaces', denied('ec2:DescribeNetworkInterfaces'));
    await expect(started.find()).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('ec2:DescribeNetworkInterfaces is not allowed'),
    });
  });

  it('is all that the minimal policy allows', async () => {
    const granted = MINIMAL_POLICY.Statement.flatMap(({ Action }) => Action);
    const called = new Set<string>();
    for (const { fixture } of EXPECTED) {
      const { aws } = await start(fixture);
      // Without an event, the role is found by its id.
      if (fixture === 'stuck') aws.account.events = [];
      await findEnis(await started.source(), EVERYTHING, { now: NOW });
      aws.calls.forEach((action) => called.add(action));
      await started.close();
    }
    called.delete('sts:GetCallerIdentity');
    expect([...called].sort()).toEqual([...granted].sort());
  });
});

describe('AWS is slow or away', () => {
  // Once throttled, the SDK sends half a call a second, and speeds up again.
  jest.setTimeout(60_000);

  it.each([
    ['ec2:DescribeNetworkInterfaces', 503, 'RequestLimitExceeded'],
    ['lambda:ListFunctions', 429, 'TooManyRequestsException'],
    ['iam:GetRole', 400, 'Throttling'],
    ['cloudtrail:LookupEvents', 400, 'ThrottlingException'],
  ])('%s throttled is asked again', async (action, status, code) => {
    const { aws } = await start('within-grace');
    aws.faults.set(action, { status, code, times: 1 });
    expect((await started.find())[0]).toMatchObject({ verdict: 'WITHIN_GRACE', partial: [] });
  });

  it('throttled throughout: partial, or no answer where everything hangs on it', async () => {
    const { aws } = await start('stuck');
    aws.faults.set('lambda:ListFunctions', { status: 429, code: 'TooManyRequestsException' });
    const [report] = await started.find([ENI], { maxAttempts: 2 });
    expect(report).toMatchObject({ verdict: null, partial: ['lambda:ListFunctions (throttled)'] });
    aws.faults.set('ec2:DescribeNetworkInterfaces', { status: 503, code: 'RequestLimitExceeded' });
    await expect(started.find([ENI], { maxAttempts: 2 })).rejects.toMatchObject({ code: 'THROTTLED' });
  });

  it('goes away between two pages', async () => {
    const { aws } = await start('in-use-by-latest');
    aws.functionsAPage = 1;
    aws.faults.set('lambda:ListFunctions', { status: 0, code: '', breaksOff: true, only: 'Marker=2' });
    await expect(started.find(['eni-0539d0e4405d91ff5'], { maxAttempts: 2 })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('lambda:ListFunctions'),
    });
  });

  it.each([
    ['ec2:DescribeNetworkInterfaces', 400, 'RequestExpired'],
    ['lambda:ListFunctions', 403, 'ExpiredTokenException'],
    ['ec2:DescribeNetworkInterfaces', 401, 'AuthFailure'],
  ])('%s: %i %s is a matter of credentials', async (action, status, code) => {
    const { aws } = await start('stuck');
    aws.faults.set(action, {
      status,
      code,
      message: 'The security token included in the request is expired',
    });
    await expect(started.find()).rejects.toMatchObject({
      code: 'CREDENTIALS',
      message: expect.stringMatching(/^AWS does not take these credentials.*sign in again/),
    });
  });

  it('does not take what is no AWS for one', async () => {
    const { createServer } = await import('node:http');
    await start();
    const server = createServer((_request, response) => response.end('<html>sign in to the Wi-Fi'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await expect(
      started.find([ENI], { endpointUrl: `http://127.0.0.1:${port}`, maxAttempts: 1 }),
    ).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('roles', () => {
  it('is found by its id, where no function tells its name', async () => {
    const { aws } = await start('stuck');
    aws.account.events = [];
    expect((await started.find())[0]?.role).toMatchObject({ exists: true, mayDelete: true });
    aws.account.roles = [];
    expect((await started.find())[0]).toMatchObject({ verdict: 'ROLE_MISSING' });
  });

  it('is not decided by a condition whose keys nobody knows', async () => {
    const { aws } = await start('role-lacks-delete');
    aws.faults.set('iam:SimulatePrincipalPolicy', { status: 403, code: 'AccessDenied' });
    const [role] = aws.account.roles;
    const statement = {
      Effect: 'Allow',
      Action: 'ec2:*',
      Resource: '*',
      Condition: { StringEquals: { 'ec2:Vpc': 'x' } },
    };
    aws.account.roles = [
      {
        ...role,
        RolePolicyList: [
          { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statement } },
        ],
      },
    ];
    expect((await started.find())[0]).toMatchObject({ verdict: 'STUCK', role: { mayDelete: undefined } });
  });
});

it('says that a cluster’s own network is not known, rather than that nothing holds it', async () => {
  const { aws } = await start('same-size-other-groups');
  aws.account.mappings = [
    {
      UUID: 'u',
      FunctionArn: 'arn:aws:lambda:r:a:function:f',
      EventSourceArn: 'arn:aws:kafka:ap-northeast-1:111122223333:cluster/c/1',
    },
  ];
  const [report] = await started.find();
  expect(report).toMatchObject({
    verdict: null,
    partial: [expect.stringMatching(/^kafka:DescribeClusterV2 .*cluster\/c\/1/)],
  });
});
