import {
  CloudTrailClient,
  DescribeTrailsCommand,
  LookupEventsCommand,
  type Event,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { DeleteNetworkInterfaceCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { sign, type Credentials } from '@furl/sigv4';
import type { ManagementEvent } from '../src/network/management-event';
import { ACCOUNT, ApiServer, REGION } from './support/api-server';
import { request } from './support/http-client';

const change = (minute: number, more: Partial<ManagementEvent> = {}): ManagementEvent => ({
  eventId: `00000000-0000-4000-8000-0000000000${String(minute).padStart(2, '0')}`,
  eventName: 'DeleteFunction20150331',
  eventSource: 'lambda.amazonaws.com',
  eventTime: new Date(Date.UTC(2026, 2, 1, 9, minute, 0, 250)),
  awsRegion: REGION,
  accountId: ACCOUNT,
  username: 'ada',
  userIdentity: { type: 'AssumedRole', accessKeyId: 'ASIAEXAMPLE' },
  sourceIPAddress: '127.0.0.1',
  resources: [{ resourceType: 'AWS::Lambda::Function', resourceName: `f${minute}` }],
  requestParameters: { functionName: `f${minute}` },
  responseElements: null,
  ...more,
});
const HISTORY = [
  change(1, { eventName: 'CreateFunction20150331', username: 'AWSCloudFormation' }),
  change(2),
  change(3, {
    eventName: 'DeleteNetworkInterface',
    eventSource: 'ec2.amazonaws.com',
    errorCode: 'Client.UnauthorizedOperation',
    errorMessage: 'no',
  }),
  change(4, { awsRegion: 'us-east-2' }),
  change(5, { accountId: '999999999999' }),
];

let server: ApiServer;
const clients: { destroy(): void }[] = [];
const keep = <T extends { destroy(): void }>(client: T): T => {
  clients.push(client);
  return client;
};
beforeAll(async () => {
  server = await new ApiServer().start();
});
beforeEach(() => server.serve({ history: HISTORY }));
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.close();
});

async function lookUp(input: LookupEventsCommandInput = {}, region = REGION): Promise<readonly Event[]> {
  const client = keep(new CloudTrailClient({ ...server.options, region }));
  return (await client.send(new LookupEventsCommand(input))).Events ?? [];
}
const by = (AttributeKey: string, AttributeValue: string): LookupEventsCommandInput => ({
  LookupAttributes: [{ AttributeKey: AttributeKey as never, AttributeValue }],
});
const names = (events: readonly Event[]) => events.map(({ EventName }) => EventName);

describe('the history of changes', () => {
  it('is told newest first, of the account and the Region', async () => {
    const events = await lookUp();
    expect(events.map(({ EventId }) => EventId?.slice(-1))).toEqual(['3', '2', '1']);
    expect(events[1]).toMatchObject({
      EventName: 'DeleteFunction20150331',
      EventSource: 'lambda.amazonaws.com',
      EventTime: new Date('2026-03-01T09:02:00.250Z'),
      ReadOnly: 'false',
      Username: 'ada',
      AccessKeyId: 'ASIAEXAMPLE',
      Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: 'f2' }],
    });
    expect(JSON.parse(events[1]?.CloudTrailEvent ?? '')).toEqual({
      eventVersion: '1.11',
      userIdentity: { type: 'AssumedRole', accessKeyId: 'ASIAEXAMPLE' },
      eventTime: '2026-03-01T09:02:00Z',
      eventSource: 'lambda.amazonaws.com',
      eventName: 'DeleteFunction20150331',
      awsRegion: REGION,
      sourceIPAddress: '127.0.0.1',
      requestParameters: { functionName: 'f2' },
      responseElements: null,
      requestID: HISTORY[1]?.eventId,
      eventID: HISTORY[1]?.eventId,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
    });
    expect(JSON.parse(events[0]?.CloudTrailEvent ?? '')).toMatchObject({
      errorCode: 'Client.UnauthorizedOperation',
      errorMessage: 'no',
    });
    expect(await lookUp({}, 'us-east-2')).toHaveLength(1);
  });

  it.each([
    ['EventName', 'DeleteFunction20150331', ['2']],
    ['EventSource', 'lambda.amazonaws.com', ['2', '1']],
    ['Username', 'AWSCloudFormation', ['1']],
    ['ResourceName', 'f3', ['3']],
    ['ResourceType', 'AWS::Lambda::Function', ['3', '2', '1']],
    ['ReadOnly', 'false', ['3', '2', '1']],
    ['AccessKeyId', 'ASIAEXAMPLE', ['3', '2', '1']],
    ['EventId', '00000000-0000-4000-8000-000000000002', ['2']],
    ['EventName', 'deletefunction20150331', []],
  ])('is looked up by %s %s', async (key, value, expected) => {
    const events = await lookUp(by(key, value));
    expect(events.map(({ EventId }) => EventId?.slice(-1))).toEqual(expected);
  });

  it('is looked up between two moments, both included', async () => {
    const [StartTime, EndTime] = [
      new Date(Date.UTC(2026, 2, 1, 9, 2)),
      new Date(Date.UTC(2026, 2, 1, 9, 3, 0, 250)),
    ];
    expect(names(await lookUp({ StartTime, EndTime }))).toEqual([
      'DeleteNetworkInterface',
      'DeleteFunction20150331',
    ]);
    expect(await lookUp({ StartTime: new Date(Date.UTC(2027, 0)) })).toEqual([]);
  });
});

describe('calls', () => {
  it('that only read are on record, with who made them and what they asked for', async () => {
    const lambda = keep(new LambdaClient(server.options));
    await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' })).catch(() => undefined);
    await keep(new EC2Client(server.options)).send(new DescribeVpcsCommand({ VpcIds: [] }));
    const [vpcs, read] = await lookUp(by('ReadOnly', 'true'));
    expect(vpcs).toMatchObject({
      EventName: 'DescribeVpcs',
      EventSource: 'ec2.amazonaws.com',
      Username: 'developer',
    });
    expect(read).toMatchObject({
      EventName: 'GetFunctionConfiguration20150331v2',
      AccessKeyId: server.developer.accessKeyId,
      Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: 'f' }],
    });
    expect(JSON.parse(read?.CloudTrailEvent ?? '')).toMatchObject({
      userIdentity: {
        type: 'AssumedRole',
        accountId: ACCOUNT,
        sessionContext: { sessionIssuer: { userName: 'FurlDeveloper' } },
      },
      requestParameters: { functionName: 'f' },
      responseElements: null,
      errorCode: 'ResourceNotFoundException',
      readOnly: true,
      userAgent: expect.stringContaining('aws-sdk-js') as string,
    });
  });

  it('that are refused are on record, without what may be secret', async () => {
    const lambda = keep(new LambdaClient(server.options));
    const environment = { Variables: { PASSWORD: 'hunter2' } };
    await expect(
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Environment: environment })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(
      keep(new EC2Client(server.options)).send(
        new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: 'eni-1' }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidNetworkInterfaceID.NotFound' });
    const [deleted, updated] = await lookUp(by('AccessKeyId', server.developer.accessKeyId));
    expect(JSON.parse(deleted?.CloudTrailEvent ?? '')).toMatchObject({
      errorCode: 'Client.InvalidNetworkInterfaceID.NotFound',
      requestParameters: { networkInterfaceId: 'eni-1' },
      readOnly: false,
    });
    expect(updated?.EventName).toBe('UpdateFunctionConfiguration20150331v2');
    expect(updated?.CloudTrailEvent).not.toContain('hunter2');
  });

  it('of the data plane, and of those whom nobody knows, are not', async () => {
    const lambda = keep(new LambdaClient(server.options));
    await lambda.send(new InvokeCommand({ FunctionName: 'f' })).catch(() => undefined);
    const stranger = keep(
      new IAMClient({ ...server.options, credentials: { accessKeyId: 'AKIAX', secretAccessKey: 'x' } }),
    );
    await stranger.send(new GetRoleCommand({ RoleName: 'r' })).catch(() => undefined);
    expect(await lookUp(by('ReadOnly', 'true'))).toEqual([]);
    expect(names(await lookUp())).toHaveLength(4);
  });
});

describe('refusals', () => {
  it.each([
    [
      'a key that there is not',
      by('Colour', 'red'),
      'InvalidLookupAttributesException',
      'Colour is not one of EventId',
    ],
    ['a key of JavaScript', by('__proto__', 'x'), 'InvalidLookupAttributesException', '__proto__'],
    ['a value of nothing', by('EventName', ''), 'InvalidLookupAttributesException', 'has 0 characters'],
    [
      'two attributes',
      {
        LookupAttributes: [
          ...(by('EventName', 'x').LookupAttributes ?? []),
          ...(by('Username', 'y').LookupAttributes ?? []),
        ],
      },
      'InvalidLookupAttributesException',
      'only one lookup attribute',
    ],
    [
      'a time that ends before it begins',
      { StartTime: new Date(2), EndTime: new Date(1) },
      'InvalidTimeRangeException',
      'after EndTime',
    ],
    ['pages of none', { MaxResults: 0 }, 'InvalidMaxResultsException', 'MaxResults is 0'],
    ['pages of too many', { MaxResults: 51 }, 'InvalidMaxResultsException', 'MaxResults is 51'],
    ['a made up token', { NextToken: 'bm8=' }, 'InvalidNextTokenException', 'Invalid token'],
    [
      'insights',
      { EventCategory: 'insight' as const },
      'ValidationException',
      "The emulator's LookupEvents does not know EventCategory",
    ],
  ])('%s', async (_what, input, name, message) => {
    await expect(lookUp(input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('an operation that is not here, and those who may not', async () => {
    await expect(
      keep(new CloudTrailClient(server.options)).send(new DescribeTrailsCommand()),
    ).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: "The emulator's cloudtrail has no operation DescribeTrails.",
    });
    server.serve({
      roles: [
        {
          stack: 'S',
          logicalId: 'R',
          roleName: 'r',
          arn: `arn:aws:iam::${ACCOUNT}:role/r`,
          roleId: 'AROAEXAMPLEEXAMPLEEXA',
          policies: [],
          managedPolicyArns: [],
        },
      ],
    });
    const credentials = server.account.assumeRole(`arn:aws:iam::${ACCOUNT}:role/r`, 'ada') as Credentials;
    const limited = keep(new CloudTrailClient({ ...server.options, credentials }));
    await expect(limited.send(new LookupEventsCommand())).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'is not authorized to perform: cloudtrail:LookupEvents on resource: *',
      ) as string,
    });
  });

  it.each([
    ['{', 'SerializationException'],
    ['[]', 'SerializationException'],
    ['"text"', 'SerializationException'],
    ['{"LookupAttributes":"x"}', 'SerializationException'],
    ['{"LookupAttributes":[["x"]]}', 'SerializationException'],
    ['{"LookupAttributes":[{"AttributeKey":{"a":1}}]}', 'SerializationException'],
    ['{"StartTime":"tomorrow"}', 'InvalidTimeRangeException'],
    ['{"StartTime":" "}', 'InvalidTimeRangeException'],
    ['{"MaxResults":1.5}', 'InvalidMaxResultsException'],
    [`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 'SerializationException'],
  ])('the body %.60s', async (body, code) => {
    const host = new URL(server.endpoint).host;
    const headers: [string, string][] = [
      ['content-type', 'application/x-amz-json-1.1'],
      ['x-amz-target', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents'],
    ];
    const signed = await sign(
      { method: 'POST', host, path: '/', headers, body },
      { credentials: server.developer, region: REGION, service: 'cloudtrail' },
    );
    const answer = await request(`${server.endpoint}/`, {
      method: 'POST',
      headers: Object.fromEntries(signed.headers),
      body,
    });
    expect([answer.status, answer.json()]).toMatchObject([400, { __type: code }]);
  });
});
