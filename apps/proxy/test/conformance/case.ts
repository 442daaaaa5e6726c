import type { Answer, RecordedRequest } from '../recording-upstream';

/** A request as a client sends it. */
export interface ClientRequest {
  readonly method?: string;
  /** Raw, as it goes on the wire; `/` unless said otherwise. */
  readonly path?: string;
  /** Raw, without `?`. */
  readonly query?: string;
  /** In wire order, repeats kept; `{self}` in a value stands for the host name of the proxy's URL. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
}

/** An answer as a client gets it. */
export interface ClientAnswer {
  readonly status: number;
  /** Names in lower case, without set-cookie; repeats joined with `, `; a character a byte. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
  /** Whether the connection was cut before the answer was whole. */
  readonly isBrokenOff: boolean;
}

/** What a case expects the client to get; what is left out may be anything. */
export interface ExpectedAnswer {
  readonly status: number;
  /** Undefined for a field that must not be there. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly cookies?: readonly string[];
  readonly body?: string | Uint8Array;
  /**
   * The error type in Proxy-Status, `*` for whichever, with a body of problem details; without it the answer must be the
   * upstream's.
   */
  readonly error?: string;
  readonly isBrokenOff?: boolean;
}

/** What a case expects the upstream to get; what is left out may be anything. */
export interface ExpectedRequest {
  readonly method?: string;
  /** Path and query, raw. */
  readonly target?: string;
  /** All values of a field in their order, none for a field that must not be there; `{self}` as above. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** What must stand in some header value, or must not. */
  readonly with?: RegExp;
  readonly without?: string;
}

/** Which of the proxies that a subject runs is asked. */
export type Setup =
  /** Without options. */
  | 'plain'
  /** With every option set: see {@link setups}. */
  | 'guarded';

/** A row of the table. */
export interface ConformanceCase {
  readonly name: string;
  readonly setup?: Setup;
  readonly request?: ClientRequest;
  /** What the upstream does, request for request, the last for all that follow; an empty 200 unless said otherwise. */
  readonly upstream?: readonly Answer[];
  readonly answer: ExpectedAnswer;
  /** Where the answer differs in invoke mode RESPONSE_STREAM: what the client has cannot be taken back. */
  readonly streamed?: ExpectedAnswer;
  /** The last request that the upstream got; `nothing` when it must get none. */
  readonly received?: ExpectedRequest | 'nothing';
  /** How often the upstream is asked. */
  readonly attempts?: number;
  /** Why the row cannot be held against a whole platform, where it cannot. */
  readonly handlerOnly?: string;
}

/** The variables of each setup, beside the upstream's. */
export const setups: Readonly<Record<Setup, Readonly<Record<string, string>>>> = {
  plain: {},
  guarded: {
    PROXY_ALLOWED_METHODS: 'GET,HEAD,POST',
    PROXY_ALLOWED_PATH_PREFIXES: '/api,/open/',
    PROXY_HAND_ON_AUTHORIZATION: 'true',
    PROXY_MAX_REQUEST_BYTES: '8',
    PROXY_HEALTH_PATH: '/.proxy/health',
    PROXY_FIRST_BYTE_TIMEOUT_MS: '300',
  },
};

/** Something that can be held against the table: the proxy, run one way or another, with a recording upstream behind it. */
export interface Subject {
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  ask(request: ClientRequest, setup: Setup): Promise<ClientAnswer>;
  /** What `{self}` stands for. */
  self(setup: Setup): string;
  /** What is wrong with the signature of a request that the upstream got; undefined when nothing is. */
  signatureFault(request: RecordedRequest): string | undefined;
}
