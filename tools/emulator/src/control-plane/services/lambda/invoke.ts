import type { Execution } from '../../../runtime/function-host';
import { ApiError } from '../../api-error';
import type { ApiAnswer, Operation } from '../../operation';
import { FUNCTION_ERROR, functionError } from './function-error';
import { readInvocation } from './invocation-input';
import { functionTarget } from './named-function';
import { prepareInvocation, throttled } from './start-invocation';

/** Runs a function: to its end, in the background, or not at all (Lambda API Reference, "Invoke"). */
export const invoke: Operation = {
  name: 'Invoke',
  route: 'POST /2015-03-31/functions/{FunctionName}/invocations',
  recordedAs: 'data',
  action: 'lambda:InvokeFunction',
  target: functionTarget,
  handle: async (call) => {
    const { type, wantsLog, payload } = readInvocation(call, ['RequestResponse', 'Event', 'DryRun']);
    const { host, invocation, headers } = prepareInvocation(call, payload);
    if (type === 'DryRun') return { status: 204, headers };
    if (type === 'Event') {
      const { functionName } = host.fn;
      const event = { functionName, requestId: call.requestId, run: () => host.invoke(invocation) };
      if (call.backend.asynchronous.accept(event)) return { status: 202, headers };
      throw new ApiError(
        'TooManyRequestsException',
        429,
        'Rate Exceeded.',
        'too many asynchronous invocations wait: the emulator keeps them in memory, and no more than that',
        { members: { Reason: 'CallerRateLimitExceeded', Type: 'User' }, messageMember: 'message' },
      );
    }
    const execution = await host.invoke(invocation);
    if (execution.result.kind === 'throttled') throw throttled(execution.result);
    const log = wantsLog && {
      'X-Amz-Log-Result': Buffer.from(await execution.log(), 'utf8').toString('base64'),
    };
    return { ...answerOf(execution, invocation.requestId, { ...headers, ...log }) };
  },
};

function answerOf(
  execution: Execution,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): ApiAnswer {
  const error = functionError(execution, requestId);
  if (error !== undefined) {
    return {
      headers: { ...JSON_TYPE, ...headers, 'X-Amz-Function-Error': FUNCTION_ERROR },
      body: Buffer.from(JSON.stringify(error), 'utf8'),
      explanation: `the function failed: ${error.errorType}: ${error.errorMessage}`,
    };
  }
  const { result } = execution;
  if (result.kind === 'stream')
    return { headers: { 'Content-Type': result.contentType, ...headers }, body: result.body };
  const payload = result.kind === 'response' ? result.payload : 'null';
  return { headers: { ...JSON_TYPE, ...headers }, body: Buffer.from(payload, 'utf8') };
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
