import { join } from 'node:path';

/** When every fixture was recorded. */
export const NOW = new Date('2026-03-10T12:00:00Z');
export const REGION = 'ap-northeast-1';
export const ACCOUNT = '111122223333';
/** The interface of most fixtures. */
export const ENI = 'eni-0704818dd4675e034';

/** The folder of a fixture: what the AWS CLI said, a file a command. */
export function fixture(name: string): string {
  return join(__dirname, '..', 'fixtures', name);
}

/** The ARN of a function or a version. */
export function functionArn(name: string, qualifier = '$LATEST'): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}:${qualifier}`;
}

export const MAPPING_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:event-source-mapping:3f2b8c1e-9d4a-4c57-8e21-5b6f7a8c9d0e`;

/** A fixture, and what everybody who reads it has to find: since and until as ISO 8601. */
export interface Expected {
  readonly fixture: string;
  readonly verdict: string;
  readonly holders: readonly string[];
  readonly since: string | null;
  readonly until: string | null;
  /** A part of the next step. */
  readonly next: string;
  readonly isBad: boolean;
}

const ATTACHED = '2026-03-01T09:30:00.000Z';

export const EXPECTED: readonly Expected[] = [
  {
    fixture: 'not-lambda',
    verdict: 'NOT_LAMBDA',
    holders: [],
    since: null,
    until: null,
    next: 'Lambda will not delete it',
    isBad: false,
  },
  {
    fixture: 'in-use-by-latest',
    verdict: 'IN_USE_BY_LATEST',
    holders: [
      functionArn('test-lambda-02'),
      functionArn('test-lambda-03'),
      functionArn('test-lambda-03', '4'),
    ],
    since: ATTACHED,
    until: null,
    next: 'aws lambda update-function-configuration --function-name test-lambda-02 --vpc-config SubnetIds=[],SecurityGroupIds=[] --region ap-northeast-1',
    isBad: false,
  },
  {
    fixture: 'in-use-by-published-version',
    verdict: 'IN_USE_BY_PUBLISHED_VERSION',
    holders: [functionArn('test-lambda-01', '3')],
    since: ATTACHED,
    until: null,
    next: 'aws lambda delete-function --function-name test-lambda-01 --qualifier 3 --region ap-northeast-1',
    isBad: false,
  },
  {
    fixture: 'in-use-by-event-source-mapping',
    verdict: 'IN_USE_BY_EVENT_SOURCE_MAPPING',
    holders: [MAPPING_ARN],
    since: ATTACHED,
    until: null,
    next: 'aws lambda delete-event-source-mapping --uuid 3f2b8c1e-9d4a-4c57-8e21-5b6f7a8c9d0e --region ap-northeast-1',
    isBad: false,
  },
  {
    fixture: 'update-in-progress',
    verdict: 'UPDATE_IN_PROGRESS',
    holders: [],
    since: '2026-03-10T11:58:30.000Z',
    until: null,
    next: 'aws lambda wait function-updated-v2 --function-name test-lambda-01',
    isBad: false,
  },
  {
    fixture: 'orphan-available',
    verdict: 'ORPHAN_AVAILABLE',
    holders: [],
    since: '2026-03-09T08:00:00.000Z',
    until: null,
    next: `furl eni delete ${ENI} --region ap-northeast-1`,
    isBad: false,
  },
  {
    fixture: 'within-grace',
    verdict: 'WITHIN_GRACE',
    holders: [],
    since: '2026-03-10T11:50:00.000Z',
    until: '2026-03-10T12:10:00.000Z',
    next: `furl eni --eni ${ENI} --region ap-northeast-1 --watch`,
    isBad: false,
  },
  {
    fixture: 'role-missing',
    verdict: 'ROLE_MISSING',
    holders: [],
    since: '2026-03-10T10:00:00.000Z',
    until: null,
    next: 'aws iam create-role --role-name IRL-Lambda',
    isBad: true,
  },
  {
    fixture: 'role-lacks-delete',
    verdict: 'ROLE_LACKS_DELETE',
    holders: [],
    since: '2026-03-10T10:00:00.000Z',
    until: null,
    next: 'aws iam attach-role-policy --role-name IRL-Lambda --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
    isBad: true,
  },
  {
    fixture: 'sg-changed-outside',
    verdict: 'SG_CHANGED_OUTSIDE',
    holders: [
      functionArn('test-lambda-01'),
      functionArn('test-lambda-02'),
      functionArn('test-lambda-02', '1'),
    ],
    since: '2026-02-20T07:00:00.000Z',
    until: null,
    next: 'Delete those functions and versions in its subnet that ever had its groups',
    isBad: true,
  },
  {
    fixture: 'other-owner-account',
    verdict: 'OTHER_OWNER_ACCOUNT',
    holders: [],
    since: ATTACHED,
    until: null,
    next: 'Ask the owner of account 444455556666',
    isBad: true,
  },
  {
    fixture: 'stuck',
    verdict: 'STUCK',
    holders: [],
    since: '2026-03-08T12:00:00.000Z',
    until: '2026-03-08T12:20:00.000Z',
    next: 'AWS Support',
    isBad: true,
  },
  {
    fixture: 'same-size-other-groups',
    verdict: 'WITHIN_GRACE',
    holders: [],
    since: null,
    until: '2026-03-10T12:20:00.000Z',
    next: 'look again',
    isBad: false,
  },
];
