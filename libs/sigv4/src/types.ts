/** Keys that sign. `sessionToken` comes with temporary ones, and `expiration` where it is known. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Where credentials come from when they change over time: at once, or after a while as the AWS SDK's providers. */
export type CredentialProvider = () => Credentials | Promise<Credentials>;

/** Header fields in wire order, repeats kept. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** A request that is about to be sent. */
export interface SignableRequest {
  /** Any case; it is sent in upper case, as Node's HTTP client does. */
  readonly method: string;
  /** `host[:port]` exactly as it will be sent. */
  readonly host: string;
  /** As it goes on the wire: percent-encoded, with a leading slash. A query after a `?` is understood too. */
  readonly path: string;
  /** Raw, without the `?`, as it goes on the wire. A raw `+` is sent as `%20`. */
  readonly query?: string;
  readonly headers?: HeaderPairs;
  /** Text is hashed, and to be sent, as UTF-8; absent means empty. A stream needs `SignOptions.payloadHash`. */
  readonly body?: Uint8Array | string;
}

/** How to sign. */
export interface SignOptions {
  /** A provider is asked once, and again when what it gave is about to expire. */
  readonly credentials: Credentials | CredentialProvider;
  /** @default read from the host by {@link regionAndService} */
  readonly region?: string;
  /** @default read from the host by {@link regionAndService} */
  readonly service?: string;
  /** @default the system's clock */
  readonly clock?: () => Date;
  /** The payload's SHA-256, 64 lower-case hex digits, for a body that cannot be given. It is taken at its word. */
  readonly payloadHash?: string;
}

/** What to send, to the byte. */
export interface SignedRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Raw, without the `?`; empty when there is none. */
  readonly query: string;
  /** Every header to send, `host` included, under lower-case names. */
  readonly headers: [name: string, value: string][];
  /** The request's own. */
  readonly body?: Uint8Array | string | undefined;
}

/** A request that came in. */
export interface ReceivedRequest {
  readonly method: string;
  /**
   * The request target as it was received, each character one byte (latin1), as `node:http` gives it in `req.url`.
   * A target with a code point above 0xFF was decoded before, and is taken as UTF-8.
   */
  readonly target: string;
  /** In wire order, repeats kept. */
  readonly headers: HeaderPairs;
  readonly body: Uint8Array;
}

/** What the verifier knows about one access key. */
export interface Key<P> {
  readonly secretAccessKey: string;
  /** Present exactly when the key is temporary. */
  readonly sessionToken?: string;
  /** Whose key it is: handed back when the signature is right. */
  readonly principal: P;
}

/** Finds a key by its id; `undefined` for a key that nobody has. Only well-formed ids of at most 128 characters are asked for. */
export type KeyLookup<P> = (accessKeyId: string) => Key<P> | undefined;

/** What a signature must be made for to count. */
export interface VerifyOptions {
  readonly region: string;
  readonly service: string;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** Why a request is turned away, in AWS's words. */
export type RefusalCode =
  /** Nothing that looks like authentication was sent. */
  | 'MissingAuthenticationToken'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'UnrecognizedClientException';

/** A request that was turned away. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** AWS's own text: for the client. */
  readonly message: string;
  /** For the developer's terminal only: what was computed here, where it differs, what to change. Never a secret. */
  readonly explanation: string;
}

/** A request whose signature is right. */
export interface Acceptance<P> {
  readonly ok: true;
  readonly principal: P;
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
}

/** What {@link verify} found. */
export type Verification<P> = Acceptance<P> | Refusal;
