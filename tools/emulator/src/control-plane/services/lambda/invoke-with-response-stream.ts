import type { Execution } from '../../../runtime/function-host';
import type { ResponseStream } from '../../../runtime/invocation';
import { eventMessage, EVENT_STREAM } from '../../protocols/event-stream';
import type { Operation } from '../../operation';
import { FUNCTION_ERROR, functionError } from './function-error';
import { readInvocation } from './invocation-input';
import { functionTarget } from './named-function';
import { prepareInvocation, throttled } from './start-invocation';

/** The most that one PayloadChunk carries, in bytes. */
const CHUNK = 64 * 1024;

/** Runs a function and hands on what it writes as it comes (Lambda API Reference, "InvokeWithResponseStream"). */
export const invokeWithResponseStream: Operation = {
  name: 'InvokeWithResponseStream',
  route: 'POST /2021-11-15/functions/{FunctionName}/response-streaming-invocations',
  recordedAs: 'data',
  action: 'lambda:InvokeFunction',
  target: functionTarget,
  handle: async (call) => {
    const { type, wantsLog, payload } = readInvocation(call, ['RequestResponse', 'DryRun']);
    const { host, invocation, headers } = prepareInvocation(call, payload);
    if (type === 'DryRun') return { status: 204, headers };
    let onStream: (stream: ResponseStream) => void = () => undefined;
    const begun = new Promise<ResponseStream>((resolve) => {
      onStream = resolve;
    });
    const end = host.invoke(invocation, { onStream });
    const first = await Promise.race([begun, end]);
    if ('result' in first && first.result.kind === 'throttled') throw throttled(first.result);
    const { requestId } = invocation;
    return {
      headers: { 'Content-Type': EVENT_STREAM, ...headers },
      body: messages('body' in first ? first : undefined, end, { requestId, wantsLog }),
    };
  },
};

interface Wanted {
  readonly requestId: string;
  readonly wantsLog: boolean;
}

/** The messages of the answer: one for each piece that the function writes, and one for its end. */
async function* messages(
  stream: ResponseStream | undefined,
  end: Promise<Execution>,
  { requestId, wantsLog }: Wanted,
): AsyncGenerator<Uint8Array> {
  if (stream !== undefined) yield* chunks(stream);
  const execution = await end;
  const { result } = execution;
  if (result.kind === 'response') yield* pieces(Buffer.from(result.payload, 'utf8'));
  const error = functionError(execution, requestId);
  const complete = {
    ...(error && { ErrorCode: FUNCTION_ERROR, ErrorDetails: JSON.stringify(error) }),
    ...(wantsLog && { LogResult: Buffer.from(await execution.log(), 'utf8').toString('base64') }),
  };
  yield eventMessage('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(complete), 'utf8'));
}

async function* chunks({ body }: ResponseStream): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) yield* pieces(chunk);
  } catch {
    // The function failed in the middle: how is told with the end.
  }
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK) {
    const payload = bytes.subarray(start, start + CHUNK);
    yield eventMessage('PayloadChunk', 'application/octet-stream', payload);
  }
}
