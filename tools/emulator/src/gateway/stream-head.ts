import { headerPairs, isRecord, MalformedResponse, show, statusCode } from './response-parts';

/** With this content type a stream begins with a prelude. */
const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';
/** How many NUL bytes stand between the prelude and the body. */
const DELIMITER_LENGTH = 8;
/** The longest prelude that is waited for, in bytes. Nobody knows AWS's; no client takes headers of this size. */
export const PRELUDE_LIMIT = 128 * 1024;

/** What a stream says before its body. */
export interface StreamHead {
  readonly status: number;
  /** In order; `set-cookie` once a cookie. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What is known once the head of a stream is there: the head, and the bytes of the body that came along with it. */
export interface StreamBegin {
  readonly head: StreamHead;
  readonly rest: Buffer;
}

/**
 * Reads the head of a stream as a function URL with InvokeMode RESPONSE_STREAM does, in whatever pieces it comes:
 * status, headers and cookies come from the prelude only. Source: Lambda Developer Guide, "Response streaming for
 * Lambda functions"; aws-lambda-nodejs-runtime-interface-client issues 95 and 97 for a stream ended without a write.
 */
export class StreamHeadReader {
  private readonly pieces: Buffer[] = [];
  private size = 0;
  private zeros = 0;

  /** @param contentType as the runtime posted it */
  constructor(private readonly contentType: string) {}

  /**
   * Takes the next bytes.
   *
   * @returns undefined while the head is not whole
   * @throws MalformedResponse when AWS would answer 502
   */
  push(chunk: Buffer): StreamBegin | undefined {
    if (this.contentType !== PRELUDE_TYPE) return { head: withoutPrelude(this.contentType), rest: chunk };
    const end = this.endOfDelimiter(chunk);
    this.pieces.push(end === -1 ? chunk : chunk.subarray(0, end));
    this.size += chunk.length;
    if (end === -1) {
      if (this.size <= PRELUDE_LIMIT) return undefined;
      throw new MalformedResponse(
        `the prelude of the stream has no end within ${PRELUDE_LIMIT} bytes: eight NUL bytes must follow its JSON`,
      );
    }
    const text = Buffer.concat(this.pieces).toString('utf8').slice(0, -DELIMITER_LENGTH);
    return { head: headOf(parse(text)), rest: chunk.subarray(end) };
  }

  /**
   * The stream has ended before its head was whole.
   *
   * @throws MalformedResponse when AWS would answer 502
   */
  end(): StreamHead {
    if (this.contentType !== PRELUDE_TYPE) return withoutPrelude(this.contentType);
    if (this.size === 0) return { status: 200, headers: [] };
    throw new MalformedResponse(
      'the stream has no prelude: write to it before you end it, or HttpResponseStream.from has no effect',
    );
  }

  /** Where the body begins, -1 when the eight NUL bytes have not all come. */
  private endOfDelimiter(chunk: Buffer): number {
    for (let index = 0; index < chunk.length; index += 1) {
      this.zeros = chunk[index] === 0 ? this.zeros + 1 : 0;
      if (this.zeros === DELIMITER_LENGTH) return index + 1;
    }
    return -1;
  }
}

/** Node has held the content type against the grammar of headers when it came. */
function withoutPrelude(contentType: string): StreamHead {
  return { status: 200, headers: [['Content-Type', contentType]] };
}

function headOf(prelude: Record<string, unknown>): StreamHead {
  return {
    status: prelude['statusCode'] === undefined ? 200 : statusCode(prelude['statusCode']),
    headers: headerPairs(prelude, 'application/octet-stream'),
  };
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MalformedResponse(`the prelude is not JSON: ${show(text)}`, { cause: error });
  }
  if (!isRecord(value)) throw new MalformedResponse(`the prelude is ${show(value)}; it must be an object`);
  return value;
}
