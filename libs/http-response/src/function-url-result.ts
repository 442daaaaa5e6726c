/**
 * What a function returns to answer a request of its URL in invoke mode BUFFERED.
 *
 * Source: AWS Lambda Developer Guide, "Invoking Lambda function URLs", response payload format.
 */
export interface FunctionUrlResult {
  readonly statusCode: number;
  /** One value a name: there is no other way to send a repeated field than joined. */
  readonly headers: Record<string, string>;
  /** Each entry becomes one Set-Cookie field. */
  readonly cookies?: string[];
  /** Text, or base64 when `isBase64Encoded`; the empty string for no body. */
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** A header field as it stands on the wire: name and value. */
export type HeaderPair = readonly [name: string, value: string];
