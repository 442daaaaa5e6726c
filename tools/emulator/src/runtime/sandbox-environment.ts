import type { RunnableFunction } from './runnable-function';

/** What belongs to one sandbox only. */
export interface SandboxIdentity {
  /** `host:port` of its Runtime API. */
  readonly runtimeApi: string;
  /** Its own `/tmp`. */
  readonly temporaryFolder: string;
  readonly logStream: string;
}

/**
 * The environment of a sandbox: what AWS sets and what the template sets, and nothing of the person's own shell.
 * Source: AWS Lambda Developer Guide, "Working with Lambda environment variables", "Defined runtime environment
 * variables"; the reserved ones win over the template's.
 */
export function sandboxEnvironment(fn: RunnableFunction, identity: SandboxIdentity): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin',
    // The one variable without which a process cannot start on Windows.
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
    TMPDIR: identity.temporaryFolder,
    ...withoutReserved(fn.environment),
    _HANDLER: fn.handler,
    AWS_DEFAULT_REGION: fn.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: fn.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: fn.logFormat === 'JSON' ? 'JSON' : 'Text',
    ...(fn.applicationLogLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: fn.applicationLogLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: identity.logStream,
    AWS_LAMBDA_RUNTIME_API: identity.runtimeApi,
    AWS_REGION: fn.region,
    LAMBDA_TASK_ROOT: fn.taskRoot,
    ...(fn.credentials === undefined
      ? {}
      : {
          AWS_ACCESS_KEY_ID: fn.credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: fn.credentials.secretAccessKey,
          AWS_SESSION_TOKEN: fn.credentials.sessionToken,
        }),
  };
}

/** AWS refuses these in a template; in a sandbox they would turn the runtime client into another. */
const RESERVED = [
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1',
  '_LAMBDA_TELEMETRY_LOG_FD',
];

function withoutReserved(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !RESERVED.includes(name)));
}
