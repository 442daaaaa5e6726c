/**
 * The request that a function URL hands to a function: payload format 2.0 as it arrives in practice.
 *
 * Parts that are empty are absent, not null: `body`, `cookies`, `queryStringParameters`. The type is narrower
 * than the one of API Gateway's HTTP APIs, whose format it borrows: function URLs never send path parameters,
 * stage variables or client certificates.
 *
 * Source: AWS Lambda Developer Guide, "Invoking Lambda function URLs", request payload format.
 */
export interface FunctionUrlEvent {
  readonly version: string;
  readonly routeKey: string;
  /** The path as it came over the wire, percent-encoding untouched; `/` when the request line had none. */
  readonly rawPath: string;
  /** The query as it came over the wire, without `?`; the empty string when there is none. */
  readonly rawQueryString: string;
  /** One entry a cookie of the Cookie header. */
  readonly cookies?: string[];
  /** Names in lower case; the values of repeated fields joined with `,`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Decoded; the values of repeated keys joined with `,`. Lossy: `rawQueryString` is what was sent. */
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly requestContext: FunctionUrlRequestContext;
  /** Text, or base64 when `isBase64Encoded`. */
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** What the platform knows about the request, as opposed to what the client says. */
export interface FunctionUrlRequestContext {
  /** The caller's account, or `anonymous` on a URL without authorisation. */
  readonly accountId: string;
  /** The url-id. */
  readonly apiId: string;
  /** Who signed the request; absent on a URL without authorisation. */
  readonly authorizer?: { readonly iam?: FunctionUrlIamIdentity };
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly http: {
    readonly method: string;
    readonly path: string;
    readonly protocol: string;
    /** The address of the caller as the platform saw it: the only one that a client cannot make up. */
    readonly sourceIp: string;
    readonly userAgent: string;
  };
  readonly requestId: string;
  readonly routeKey: string;
  readonly stage: string;
  /** `dd/MMM/yyyy:HH:mm:ss +0000`. */
  readonly time: string;
  /** Milliseconds since 1970. */
  readonly timeEpoch: number;
}

/** The caller of a URL with AWS_IAM authorisation. */
export interface FunctionUrlIamIdentity {
  readonly accessKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly principalOrgId?: string | null;
  readonly userArn: string;
  readonly userId: string;
}
