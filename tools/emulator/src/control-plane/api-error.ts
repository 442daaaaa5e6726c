/** Why an API call is not answered: in the service's words for the client, in ours for the terminal. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /**
   * @param code as the SDKs know it, for example `ResourceNotFoundException`
   * @param status of the HTTP response
   * @param message for the client
   * @param explanation for the terminal: what was wrong, and what to do. @default the message
   */
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly explanation: string = message,
    readonly details: ApiErrorDetails = {},
  ) {
    super(message);
  }
}

/** What some errors carry beside their message. */
export interface ApiErrorDetails {
  /** More members of the error's body. */
  readonly members?: Readonly<Record<string, string>>;
  /** How the member with the message is called in JSON: services do not agree. @default 'Message' */
  readonly messageMember?: 'Message' | 'message';
}
