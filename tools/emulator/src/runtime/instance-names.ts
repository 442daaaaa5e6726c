import type { RunnableFunction } from './runnable-function';

/** What an execution environment is called in logs. */
export interface InstanceNames {
  readonly logStream: string;
  readonly instanceId: string;
}

/**
 * The names of a new execution environment. In a log group of its own choice the function's name is part of the stream's
 * (Lambda Developer Guide, "Configuring CloudWatch log groups").
 *
 * @param id 32 of [0-9a-f]
 */
export function instanceNames(
  { functionName, version, logGroup }: Pick<RunnableFunction, 'functionName' | 'version' | 'logGroup'>,
  now: Date,
  id: string,
): InstanceNames {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/');
  const instanceId = `${day}/${functionName}[${version}]${id}`;
  const isOwnGroup = logGroup === `/aws/lambda/${functionName}`;
  return { logStream: isOwnGroup ? `${day}/[${version}]${id}` : instanceId, instanceId };
}
