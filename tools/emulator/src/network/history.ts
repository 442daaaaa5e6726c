import { randomUUID } from 'node:crypto';
import type { Principal } from '../account/principal';
import type { ManagementEvent } from './management-event';

/** How many are remembered; the oldest are forgotten first. */
const LIMIT = 10_000;

/** Who did something: CloudTrail's words for a session of a role. */
export interface Actor {
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  readonly accountId: string;
  readonly accessKeyId?: string;
  /** The service that did it in the session's name; absent for a call of one's own. */
  readonly via?: 'cloudformation.amazonaws.com' | 'lambda.amazonaws.com';
}

/** What was done. */
export type Deed = Pick<
  ManagementEvent,
  'eventName' | 'eventSource' | 'awsRegion' | 'accountId' | 'resources'
> &
  Partial<Pick<ManagementEvent, 'requestParameters' | 'responseElements' | 'errorCode' | 'errorMessage'>>;

/** What happened here. */
export class History {
  private all: ManagementEvent[] = [];

  constructor(private readonly clock: () => Date) {}

  /** The oldest first. */
  get events(): readonly ManagementEvent[] {
    return this.all;
  }

  record(actor: Actor, deed: Deed): void {
    this.all.push({
      requestParameters: null,
      responseElements: null,
      ...deed,
      eventId: randomUUID(),
      eventTime: this.clock(),
      username: actor.sessionName,
      userIdentity: userIdentity(actor),
      sourceIPAddress: actor.via ?? '127.0.0.1',
    });
    // All at once and not one by one: each time everything moves up.
    if (this.all.length > 2 * LIMIT) this.all = this.all.slice(-LIMIT);
  }
}

/** A principal as the one who did something. */
export function actorOf(principal: Principal, via?: Actor['via']): Actor {
  const { caller, userId, sessionName, accountId, accessKeyId } = principal;
  return {
    roleArn: caller.roleArn ?? '',
    roleId: userId.split(':')[0] ?? '',
    sessionName,
    accountId,
    accessKeyId,
    ...(via !== undefined && { via }),
  };
}

/** How CloudTrail writes who did something (CloudTrail User Guide, "CloudTrail userIdentity element"). */
export function userIdentity(actor: Actor): ManagementEvent['userIdentity'] {
  const { roleArn, roleId, sessionName, accountId, accessKeyId, via } = actor;
  const [, partition = 'aws'] = roleArn.split(':');
  const userName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${sessionName}`,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${userName}/${sessionName}`,
    accountId,
    ...(accessKeyId !== undefined && { accessKeyId }),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName },
      attributes: { mfaAuthenticated: 'false' },
    },
    ...(via !== undefined && { invokedBy: via }),
  };
}
