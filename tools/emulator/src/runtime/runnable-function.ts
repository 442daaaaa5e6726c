import type { SystemLogLevel } from '@furl/cloud-assembly';

/** A function as the function host runs it: resolved out of the template, its bundle on disk, its credentials minted. */
export interface RunnableFunction {
  readonly functionName: string;
  /** Unqualified. */
  readonly arn: string;
  /** `$LATEST`, or a published version's number. */
  readonly version: string;
  readonly region: string;
  /** As in the template, for example `nodejs24.x`. */
  readonly runtime: string;
  readonly handler: string;
  /** The folder of the unpacked code: `LAMBDA_TASK_ROOT`. */
  readonly taskRoot: string;
  /** The template's variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Absent: as much as the account has. */
  readonly reservedConcurrency: number | undefined;
  readonly logFormat: 'Text' | 'JSON';
  readonly logGroup: string;
  /** Absent with the log format Text. */
  readonly applicationLogLevel: string | undefined;
  readonly systemLogLevel?: SystemLogLevel | undefined;
  /** Of the function's role; absent when the template names none that could be read. */
  readonly credentials: SessionCredentials | undefined;
  /** The Node.js that runs it. */
  readonly nodeBinary: string;
  /** The entry point of AWS's runtime client: see {@link findRuntimeClient}. */
  readonly runtimeClient: string;
  /**
   * Opens Node's inspector on this port of 127.0.0.1, in one sandbox at a time; that one has no time-out and is never
   * ended for being idle, as a debugger may hold it. 0 takes a free port. Absent: no inspector.
   */
  readonly inspectPort?: number;
}

/** Temporary credentials, as STS gives them out. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}
