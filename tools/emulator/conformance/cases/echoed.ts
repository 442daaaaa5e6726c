import { send, type WireAnswer, type WireRequest } from '../exchange';
import { sendSigned, type Target } from '../target';

/** What the echo handlers answer. */
export interface Echoed {
  readonly event: UrlEvent;
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
  readonly answer: WireAnswer;
}

/** An event in payload format 2.0, as far as the cases look at it. */
export interface UrlEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly accountId: string;
    readonly requestId: string;
    readonly time: string;
    readonly timeEpoch: number;
    readonly authorizer?: { readonly iam: Readonly<Record<string, unknown>> };
    readonly http: Readonly<Record<string, string>>;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** What the function behind the public URL got to see of a request. */
export async function seen({ urls }: Target, request: WireRequest = {}): Promise<Echoed> {
  return read(await send(urls.echo, request));
}

/** What the function behind the AWS_IAM URL got to see of a signed request. */
export async function seenSigned(target: Target, request: WireRequest = {}): Promise<Echoed> {
  return read(await sendSigned(target, 'iam', request));
}

function read(answer: WireAnswer): Echoed {
  expect(answer.status).toBe(200);
  return { ...answer.json<Omit<Echoed, 'answer'>>(), answer };
}
