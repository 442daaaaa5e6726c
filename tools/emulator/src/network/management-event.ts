/**
 * A management event as CloudTrail records it (CloudTrail User Guide, "CloudTrail record contents"): something that changed
 * what is deployed here.
 */
export interface ManagementEvent {
  /** A UUID. */
  readonly eventId: string;
  /** As CloudTrail has it: `DeleteFunction20150331`, `CreateNetworkInterface`. */
  readonly eventName: string;
  /** `lambda.amazonaws.com`, `ec2.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventTime: Date;
  readonly awsRegion: string;
  /** 12 digits: `recipientAccountId`. */
  readonly accountId: string;
  /** The session's name, as LookupEvents has it in `Username`. */
  readonly username: string;
  /** `type`, `principalId`, `arn`, `accountId`, `accessKeyId` and the role behind it in `sessionContext`; `invokedBy` of a service. */
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** `127.0.0.1`; the service when a service called. */
  readonly sourceIPAddress: string;
  readonly resources: readonly { readonly resourceType: string; readonly resourceName: string }[];
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  /** Of a call that was refused: `Client.UnauthorizedOperation`. */
  readonly errorCode?: string;
  readonly errorMessage?: string;
}
