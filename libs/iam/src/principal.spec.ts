import type { Caller } from './authorization';
import { exempts, matchPrincipal } from './principal';
import { requestContext } from './request-context';

const ACCOUNT = '111122223333';
const session: Caller = {
  kind: 'assumed-role',
  accountId: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/path/r`,
  userId: 'AROAEXAMPLE:s',
};
const user: Caller = {
  kind: 'user',
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/ana`,
  userId: 'AIDAEXAMPLE',
};
const root: Caller = { kind: 'root', accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };
const anonymous: Caller = { kind: 'anonymous' };
const service: Caller = { kind: 'service', arn: 'sns.amazonaws.com' };

describe('a Principal', () => {
  it.each([
    ['*', session, true, 'everyone'],
    ['*', anonymous, true, 'everyone'],
    ['*', service, true, 'everyone'],
    [{ AWS: '*' }, anonymous, true, 'everyone'],
    [{ AWS: '*' }, service, 'unknown', undefined],
    [{ AWS: ACCOUNT }, session, true, 'account'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, session, true, 'account'],
    [{ AWS: ACCOUNT }, root, true, 'account'],
    [{ AWS: '999988887777' }, session, false, undefined],
    [{ AWS: ACCOUNT }, anonymous, false, undefined],
    [{ AWS: session.roleArn }, session, true, 'role'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/r` }, session, false, undefined],
    [{ AWS: session.arn }, session, true, 'session'],
    [{ AWS: 'AROAEXAMPLE' }, session, true, 'role'],
    [{ AWS: 'AROAOTHER' }, session, false, undefined],
    [{ AWS: user.arn }, user, true, 'user'],
    [{ AWS: ['x', user.arn] }, user, true, 'user'],
    [{ AWS: 'AIDAEXAMPLE' }, user, true, 'user'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/Ana` }, user, false, undefined],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/*` }, user, 'unknown', undefined],
    [{ Service: 'sns.amazonaws.com' }, service, true, 'service'],
    [{ Service: 'sqs.amazonaws.com' }, service, false, undefined],
    [{ Service: '*' }, service, 'unknown', undefined],
    [{ Federated: 'accounts.google.com' }, session, false, undefined],
    [{ CanonicalUser: '79a5' }, session, 'unknown', undefined],
    [{ AWS: 'x', Service: 'sns.amazonaws.com' }, service, true, 'service'],
    [{}, session, 'unknown', undefined],
    [[], session, 'unknown', undefined],
    [{ AWS: [] }, session, 'unknown', undefined],
    [{ AWS: 1 }, session, 'unknown', undefined],
    ['arn', session, 'unknown', undefined],
    [null, session, 'unknown', undefined],
  ] as const)('%j against %j: %s', (element, caller, truth, naming) => {
    const match = matchPrincipal(element, caller);

    expect(match.truth).toBe(truth);
    expect([...match.namings]).toEqual(naming === undefined ? [] : [naming]);
    expect(match.problem !== undefined).toBe(truth === 'unknown');
  });
});

describe('NotPrincipal', () => {
  it.each([
    [[ACCOUNT, session.roleArn, session.arn], session, true],
    [[ACCOUNT, session.roleArn], session, false],
    [[session.arn], session, false],
    [[ACCOUNT, user.arn], user, true],
    [[user.arn], user, false],
    [[ACCOUNT], root, true],
    ['*', anonymous, true],
    [[ACCOUNT], anonymous, false],
  ])('%j exempts %j: %s', (AWS, caller, expected) => {
    expect(exempts({ AWS }, caller)).toBe(expected);
  });
});

describe('what a request knows of its caller', () => {
  const keysOf = (caller: Caller, context = {}) =>
    Object.fromEntries(requestContext({ caller, action: '', resource: '', resourceAccountId: '', context }));

  it.each([
    [
      session,
      {
        'aws:principaltype': ['AssumedRole'],
        'aws:principalarn': [session.roleArn],
        'aws:userid': ['AROAEXAMPLE:s'],
      },
    ],
    [user, { 'aws:principaltype': ['User'], 'aws:principalarn': [user.arn], 'aws:username': ['ana'] }],
    [root, { 'aws:principaltype': ['Account'], 'aws:userid': [ACCOUNT], 'aws:principalaccount': [ACCOUNT] }],
    [anonymous, { 'aws:principaltype': ['Anonymous'], 'aws:userid': ['anonymous'] }],
    [service, { 'aws:principalservicename': ['sns.amazonaws.com'] }],
  ])('%j', (caller, expected) => {
    expect(keysOf(caller)).toMatchObject(expected);
  });

  it('leaves out what the caller does not have', () => {
    expect(keysOf(session)).not.toHaveProperty('aws:username');
    expect(keysOf(anonymous)).not.toHaveProperty('aws:principalarn');
  });

  it('finds the role of a session that names none', () => {
    const { kind, accountId, arn } = session;
    const bare: Caller = { kind, ...(accountId && { accountId }), ...(arn && { arn }) };

    expect(keysOf(bare)['aws:principalarn']).toEqual([`arn:aws:iam::${ACCOUNT}:role/r`]);
  });

  it('believes the request where it says so itself', () => {
    expect(keysOf(user, { 'AWS:UserName': 'eve' })['aws:username']).toEqual(['eve']);
  });
});
