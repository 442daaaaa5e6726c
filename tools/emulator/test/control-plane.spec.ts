import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListTagsCommand,
  type InvokeCommandInput,
  type InvokeCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Credentials } from '@furl/sigv4';
import { until } from './support/processes';
import { runFixture, type RunningEmulator } from './support/running-emulator';

const REGION = 'eu-west-1';
const ARN = `arn:aws:lambda:${REGION}:123456789012:function`;

let emulator: RunningEmulator;
const clients: LambdaClient[] = [];
beforeAll(async () => {
  emulator = await runFixture('control-plane');
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await emulator.close();
});

function lambda(credentials: Credentials = emulator.developer, region = REGION): LambdaClient {
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${emulator.port}`,
    region,
    credentials,
    maxAttempts: 1,
  });
  clients.push(client);
  return client;
}

function invoke(input: Partial<InvokeCommandInput> & { FunctionName: string }): Promise<InvokeCommandOutput> {
  return lambda().send(new InvokeCommand(input));
}

const json = (bytes: Uint8Array | undefined): unknown =>
  JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
const explanation = (): string => emulator.explanations().at(-1) ?? '';

describe('reading', () => {
  it('lists the functions of the region, page by page', async () => {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    let pages = 0;
    do {
      const page = await lambda().send(new ListFunctionsCommand({ MaxItems: 3, ...(Marker && { Marker }) }));
      names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName));
      Marker = page.NextMarker;
      pages += 1;
    } while (Marker !== undefined);

    expect(pages).toBe(3);
    expect(names.sort()).toEqual(['exits', 'fails-once', 'greets', 'slow', 'streams', 'throws', 'too-slow']);
  });

  it('lists nothing in a region where there is nothing, and refuses a marker of another list', async () => {
    expect(await lambda(emulator.developer, 'us-east-2').send(new ListFunctionsCommand())).toMatchObject({
      Functions: [],
    });
    await expect(lambda().send(new ListFunctionsCommand({ Marker: 'bm90aGluZw==' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it.each([
    'greets',
    '123456789012:function:greets',
    `${ARN}:greets`,
    `${ARN}:greets:$LATEST`,
    `${ARN}:greets:live`,
  ])('tells the configuration of %s', async (FunctionName) => {
    const { Configuration, Code } = await lambda().send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration).toMatchObject({
      FunctionName: 'greets',
      FunctionArn: expect.stringMatching(
        /^arn:aws:lambda:eu-west-1:123456789012:function:greets(:\S+)?$/,
      ) as string,
      Runtime: 'nodejs24.x',
      Handler: 'greets.handler',
      Role: 'arn:aws:iam::123456789012:role/functions',
      MemorySize: 256,
      Timeout: 10,
      Environment: { Variables: { GREETING: 'hello' } },
      State: 'Active',
    });
    expect(existsSync(new URL(Code?.Location ?? ''))).toBe(true);
    expect(await lambda().send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
      ...Configuration,
    });
  });

  it('tells the function URLs, which are those that are served', async () => {
    const own = await lambda().send(new GetFunctionUrlConfigCommand({ FunctionName: 'greets' }));
    expect(own).toMatchObject({
      FunctionUrl: emulator.urls.find(({ authType }) => authType === 'AWS_IAM')?.url,
      FunctionArn: `${ARN}:greets`,
      AuthType: 'AWS_IAM',
      InvokeMode: 'BUFFERED',
      Cors: { AllowOrigins: ['https://example.com'], MaxAge: 60 },
    });
    const { FunctionUrlConfigs } = await lambda().send(
      new ListFunctionUrlConfigsCommand({ FunctionName: 'greets' }),
    );
    expect(FunctionUrlConfigs?.map(({ FunctionArn }) => FunctionArn).sort()).toEqual([
      `${ARN}:greets`,
      `${ARN}:greets:live`,
    ]);
    await expect(
      lambda().send(new GetFunctionUrlConfigCommand({ FunctionName: 'throws' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });

  it('tells the resource-based policy', async () => {
    const { Policy } = await lambda().send(new GetPolicyCommand({ FunctionName: 'greets' }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [{ Principal: { Service: 'sns.amazonaws.com' }, Resource: `${ARN}:greets` }],
    });
    await expect(lambda().send(new GetPolicyCommand({ FunctionName: 'throws' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each([
    ['no-such', `Function not found: ${ARN}:no-such`, /Those that are deployed are .*:greets/],
    ['greets:nobody', `Function not found: ${ARN}:greets:nobody`, /it has \$LATEST, 1, live/],
    [
      'arn:aws:lambda:us-east-1:123456789012:function:greets',
      "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
      /AWS_REGION=us-east-1/,
    ],
  ])('does not find %s, and says what there is', async (FunctionName, message, told) => {
    const failed = lambda().send(new GetFunctionCommand({ FunctionName }));
    await expect(failed).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message,
      $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    });
    expect(explanation()).toMatch(told);
  });

  it('says where a function is that is not in this region', async () => {
    await expect(
      lambda(emulator.developer, 'us-east-1').send(new GetFunctionCommand({ FunctionName: 'greets' })),
    ).rejects.toThrow('Function not found: arn:aws:lambda:us-east-1:123456789012:function:greets');
    expect(explanation()).toContain('One of that name is in eu-west-1');
  });

  it('has an answer to operations that are not here, which names the service', async () => {
    await expect(lambda().send(new ListTagsCommand({ Resource: `${ARN}:greets` }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringMatching(
        /^The emulator's lambda has no operation at GET \/2017-03-31\/tags\//,
      ) as string,
    });
    expect(explanation()).toMatch(/it has DeleteFunction, GetEventSourceMapping, GetFunction, /);
  });
});

describe('Invoke', () => {
  it('runs a function and hands on what it returns, with the log’s tail', async () => {
    const answer = await invoke({ FunctionName: 'greets', Payload: '{"name":"Ada"}', LogType: 'Tail' });

    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(json(answer.Payload)).toMatchObject({ hello: 'Ada', invokedFunctionArn: `${ARN}:greets` });
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
    expect(log).toMatch(/^START RequestId: /);
    expect(log).toContain('a line of the function');
    expect(log).toMatch(/REPORT RequestId: .*\n$/);
    expect(log).toContain(answer.$metadata.requestId ?? 'no request id');
  });

  it('hands over an empty object when there is no payload, and the qualifier in the ARN', async () => {
    const answer = await invoke({ FunctionName: 'greets', Qualifier: 'live' });
    expect(json(answer.Payload)).toMatchObject({ hello: 'world', invokedFunctionArn: `${ARN}:greets:live` });
    expect(answer.LogResult).toBeUndefined();
  });

  it('hands on what the client says of itself', async () => {
    const context = { client: { app_title: 'Ärger' } };
    const ClientContext = Buffer.from(JSON.stringify(context), 'utf8').toString('base64');
    const answer = await invoke({ FunctionName: 'greets', ClientContext });
    expect(json(answer.Payload)).toMatchObject({ clientContext: context });
    await expect(invoke({ FunctionName: 'greets', ClientContext: 'bm90aGluZw==' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
  });

  it('hands on an error of the handler’s as AWS shapes it', async () => {
    const answer = await invoke({ FunctionName: 'throws', LogType: 'Tail' });

    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(json(answer.Payload)).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'this is what went wrong',
      trace: expect.arrayContaining([expect.stringMatching(/^ +at .*throws\.mjs/)]) as string[],
    });
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8')).toContain(
      'this is what went wrong',
    );
    expect(explanation()).toContain('TypeError: this is what went wrong');
  });

  it.each([
    [
      'exits',
      'Runtime.ExitError',
      /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
    ],
    ['too-slow', 'Sandbox.Timedout', /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/],
  ])('tells that %s ended early', async (FunctionName, errorType, errorMessage) => {
    const answer = await invoke({ FunctionName, Payload: '{"ms":5000}' });
    expect(answer.FunctionError).toBe('Unhandled');
    expect(json(answer.Payload)).toEqual({
      errorType,
      errorMessage: expect.stringMatching(errorMessage) as string,
    });
  });

  it('collects what a streaming function writes', async () => {
    const answer = await invoke({ FunctionName: 'streams' });
    expect(Buffer.from(answer.Payload ?? []).toString('utf8')).toBe('first,last');
  });

  it('runs nothing for a dry run, and answers 204', async () => {
    expect(await invoke({ FunctionName: 'greets', InvocationType: 'DryRun' })).toMatchObject({
      StatusCode: 204,
    });
  });

  it('answers 202 to an event, and runs the function afterwards', async () => {
    const answer = await invoke({ FunctionName: 'slow', InvocationType: 'Event', Payload: '{"ms":1}' });
    expect(answer.StatusCode).toBe(202);
    const id = answer.$metadata.requestId ?? 'none';
    await until(
      () => emulator.log('slow').some((line) => line.startsWith(`END RequestId: ${id}`)),
      'the function ran',
    );
  });

  it('says when the reserved concurrency is used up', async () => {
    const results = await Promise.allSettled([
      invoke({ FunctionName: 'slow' }),
      invoke({ FunctionName: 'slow' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: {
        name: 'TooManyRequestsException',
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        $metadata: { httpStatusCode: 429 },
      },
    });
  });

  it.each<[string, Partial<InvokeCommandInput>, string, RegExp]>([
    [
      'no JSON',
      { Payload: 'hello' },
      'InvalidRequestContentException',
      /^Could not parse request body into json: /,
    ],
    ['no UTF-8', { Payload: new Uint8Array([0x22, 0xff, 0x22]) }, 'InvalidRequestContentException', /json/],
    [
      'an event of more than 1 MB',
      { InvocationType: 'Event', Payload: JSON.stringify('x'.repeat(1024 * 1024)) },
      'RequestEntityTooLargeException',
      /^1048578 byte payload is too large for the Event invocation type \(limit 1048576 bytes\)$/,
    ],
    [
      'more than 6 MB',
      { Payload: JSON.stringify('x'.repeat(6 * 1024 * 1024)) },
      'RequestTooLargeException',
      /^Request must be smaller than 6291456 bytes/,
    ],
    [
      'another type of invocation',
      { InvocationType: 'Later' as 'Event' },
      'InvalidParameterValueException',
      /X-Amz-Invocation-Type is Later/,
    ],
    [
      'two qualifiers',
      { FunctionName: 'greets:live', Qualifier: 'other' },
      'InvalidParameterValueException',
      /derived qualifier/,
    ],
    [
      'a name that is none',
      { FunctionName: 'a b' },
      'ValidationException',
      /'functionName' failed to satisfy/,
    ],
  ])('refuses %s', async (_what, input, name, message) => {
    const { FunctionName = 'greets' } = input;
    await expect(invoke({ ...input, FunctionName })).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('an event whose function fails', () => {
  it('is tried again, with the same request id, and the terminal hears of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'furl-event-'));
    const second = await runFixture('control-plane', { asynchronousRetryDelays: [1, 1] });
    const client = new LambdaClient({
      endpoint: `http://localhost:${second.port}`,
      region: REGION,
      credentials: second.developer,
    });
    try {
      const Payload = JSON.stringify({ file: join(folder, 'tried') });
      const answer = await client.send(
        new InvokeCommand({ FunctionName: 'fails-once', InvocationType: 'Event', Payload }),
      );
      const id = answer.$metadata.requestId ?? 'none';
      await until(
        () => second.log('fails-once').filter((line) => line.startsWith(`END RequestId: ${id}`)).length === 2,
        'the second attempt ended',
      );
      expect(second.log('fails-once').some((line) => line.includes('the second attempt'))).toBe(true);
      expect(second.explanations().at(-1)).toMatch(
        /attempt 1 .* failed: Error: the first attempt\nLambda tries again/,
      );
    } finally {
      client.destroy();
      await second.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('InvokeWithResponseStream', () => {
  async function stream(
    FunctionName: string,
    payload: object = {},
  ): Promise<{ text: string; chunks: number; complete: Partial<Record<string, string>> }> {
    const { EventStream } = await lambda().send(
      new InvokeWithResponseStreamCommand({
        FunctionName,
        LogType: 'Tail',
        Payload: JSON.stringify(payload),
      }),
    );
    const chunks: string[] = [];
    let complete: Partial<Record<string, string>> = {};
    for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
      if (PayloadChunk) chunks.push(Buffer.from(PayloadChunk.Payload ?? []).toString('utf8'));
      if (InvokeComplete) complete = InvokeComplete as Partial<Record<string, string>>;
    }
    return { text: chunks.join(''), chunks: chunks.length, complete };
  }

  it('hands on the pieces as they come, and the log at the end', async () => {
    const { text, chunks, complete } = await stream('streams');
    expect(text).toBe('first,last');
    expect(chunks).toBeGreaterThan(1);
    expect(complete['ErrorCode']).toBeUndefined();
    expect(Buffer.from(complete['LogResult'] ?? '', 'base64').toString('utf8')).toMatch(/^START[^]*REPORT/);
  });

  it('loses nothing of a large one', async () => {
    const { text } = await stream('streams', { big: true });
    expect(text).toHaveLength('first,last'.length + 200_000);
  });

  it('tells how a function failed in the middle', async () => {
    const { text, complete } = await stream('streams', { fail: true });
    expect(text).toMatch(/^first,/);
    expect(complete).toMatchObject({ ErrorCode: 'Unhandled' });
    expect(JSON.parse(complete['ErrorDetails'] ?? '')).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'in the middle',
    });
  });

  it('hands on what a function returns that does not stream', async () => {
    const { text, complete } = await stream('greets', { name: 'Bob' });
    expect(JSON.parse(text)).toMatchObject({ hello: 'Bob' });
    expect(complete['ErrorCode']).toBeUndefined();
  });
});
