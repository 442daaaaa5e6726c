import type { Role } from '@furl/cloud-assembly';
import { Account } from './account';
import { KeyRing } from './key-ring';
import { mintCredentials } from './mint-credentials';
import { isExpired, type Principal } from './principal';

const role = (name: string, allowed: string): Role => ({
  stack: 'S',
  logicalId: name,
  roleName: name,
  arn: `arn:aws:iam::123456789012:role/${name}`,
  roleId: 'AROA00000000000000000',
  policies: [
    {
      name: 'p',
      document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: allowed, Resource: '*' }] },
    },
  ],
  managedPolicyArns: [],
});
const ARN = role('reader', '').arn;

it('knows nobody by a key that it never gave out', () => {
  expect(new Account('123456789012', 'aws', []).lookUp('ASIAQQQQQQQQQQQQQQQQ')).toBeUndefined();
  expect(new Account('123456789012', 'aws', []).assumeRole(ARN, 's')).toBeUndefined();
});

it('gives out keys in the form of AWS’s', () => {
  expect(mintCredentials()).toEqual({
    accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) as string,
    secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) as string,
    sessionToken: expect.stringMatching(/^[A-Za-z0-9+/]{128}$/) as string,
  });
});

it('lets keys go on when roles change, with what the role may do now, and only as long as the role is there', () => {
  const account = new Account('123456789012', 'aws', [role('reader', 'old:*'), role('gone', '*')]);
  const expiration = new Date(1000);
  const developer = account.admitDeveloper();
  const kept = account.assumeRole(ARN, 'ada', { expiration });
  const lost = account.assumeRole(role('gone', '').arn, 'bob');

  account.replaceRoles([role('reader', 'new:*')]);

  const { principal, ...key } = account.lookUp(kept?.accessKeyId ?? '') ?? {};
  expect(key).toEqual({ secretAccessKey: kept?.secretAccessKey, sessionToken: kept?.sessionToken });
  expect(principal).toMatchObject({
    userArn: 'arn:aws:sts::123456789012:assumed-role/reader/ada',
    userId: 'AROA00000000000000000:ada',
    expiration,
    identityPolicies: [{ document: { Statement: [{ Action: 'new:*' }] } }],
  });
  expect(account.lookUp(lost?.accessKeyId ?? '')).toBeUndefined();
  expect(account.lookUp(developer.accessKeyId)?.principal.userArn).toMatch(/FurlDeveloper\/developer$/);
});

const principal = (end: number | undefined): Principal => ({
  caller: { kind: 'anonymous' },
  accessKeyId: '',
  accountId: '',
  userId: '',
  userArn: '',
  sessionName: '',
  identityPolicies: [],
  permissionsBoundary: undefined,
  ...(end !== undefined && { expiration: new Date(end) }),
});

it.each([
  [undefined, 0, false],
  [1000, 999, false],
  [1000, 1000, true],
  [1000, 1001, true],
])('a key that ends at %s ms has at %s ms come to its end: %s', (end, now, expected) => {
  expect(isExpired(principal(end), new Date(now))).toBe(expected);
});

it('keeps a bounded number of keys that end, forgets the first to end, and none that lasts', () => {
  const ring = new KeyRing(2);
  const add = (accessKeyId: string, end?: number): void =>
    ring.add({ accessKeyId, secretAccessKey: 's', sessionToken: 't' }, principal(end));
  add('LASTING1');
  add('LATE', 3000);
  add('EARLY', 1000);
  add('LASTING2');
  add('MIDDLE', 2000);

  const there = ['LASTING1', 'LASTING2', 'EARLY', 'MIDDLE', 'LATE'].filter(
    (id) => ring.get(id) !== undefined,
  );
  expect(there).toEqual(['LASTING1', 'LASTING2', 'MIDDLE', 'LATE']);
});
