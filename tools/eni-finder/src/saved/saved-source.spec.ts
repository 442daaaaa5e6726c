import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENI, fixture, NOW, REGION } from '../../test/fixtures';
import { findEnis } from '../find-enis';
import { EVERYTHING } from '../query';
import type { EniReport } from '../report';
import { savedSource } from './saved-source';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'furl-eni-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const save = (file: string, body: unknown): void => writeFileSync(join(folder, file), JSON.stringify(body));
/** Copies a file of a fixture under a name that says nothing. */
const copy = (name: string, file: string): void =>
  writeFileSync(join(folder, `${name}-${file}`), readFileSync(join(fixture(name), file)));
const find = (): Promise<EniReport[]> => findEnis(savedSource(folder), EVERYTHING, { now: NOW });

it('names what is not saved, and tells what it can', async () => {
  copy('stuck', 'describe-network-interfaces.json');
  const [report] = await find();
  expect(report).toMatchObject({ networkInterfaceId: ENI, verdict: null, status: 'in-use' });
  expect(report?.partial).toEqual([
    'lambda:ListFunctions (not saved)',
    'lambda:ListEventSourceMappings (not saved)',
    'cloudtrail:LookupEvents (not saved)',
    'sts:GetCallerIdentity (not saved)',
    'iam:ListRoles (not saved)',
  ]);
});

it('knows who is in use without the rest', async () => {
  copy('in-use-by-latest', 'describe-network-interfaces.json');
  copy('in-use-by-latest', 'list-functions.json');
  expect((await find())[0]).toMatchObject({
    verdict: 'IN_USE_BY_LATEST',
    partial: [
      'lambda:ListEventSourceMappings (not saved)',
      'lambda:GetFunctionConfiguration (not saved)',
      'iam:GetRole (not saved)',
    ],
  });
});

it('refuses a folder without the interfaces', async () => {
  copy('stuck', 'list-functions.json');
  await expect(find()).rejects.toMatchObject({
    code: 'UNREADABLE',
    message: expect.stringContaining('describe-network-interfaces'),
  });
});

it('puts pages together, and misses the last', async () => {
  copy('within-grace', 'describe-network-interfaces.json');
  copy('within-grace', 'list-event-source-mappings.json');
  copy('within-grace', 'lookup-events.json');
  copy('within-grace', 'get-account-authorization-details.json');
  const { Functions } = JSON.parse(
    readFileSync(join(fixture('in-use-by-published-version'), 'list-functions.json'), 'utf8'),
  ) as { Functions: unknown[] };
  save('page-1.json', { Functions: Functions.slice(0, 1), NextToken: 'eyJ' });
  expect((await find())[0]).toMatchObject({
    verdict: null,
    partial: ['lambda:ListFunctions (the last page is not saved)'],
  });
  save('page-2.json', { Functions: Functions.slice(1) });
  expect((await find())[0]).toMatchObject({ verdict: 'IN_USE_BY_PUBLISHED_VERSION', partial: [] });
});

it('does not take functions without their versions for all', async () => {
  for (const file of ['describe-network-interfaces', 'list-event-source-mappings', 'lookup-events'])
    copy('stuck', `${file}.json`);
  save('functions.json', {
    Functions: [{ FunctionArn: `arn:aws:lambda:${REGION}:111122223333:function:f` }],
  });
  const [report] = await find();
  expect(report?.verdict).toBeNull();
  expect(report?.partial[0]).toBe('lambda:ListFunctions (saved without --function-version ALL)');
});

it('takes one role’s simulation for that role’s', async () => {
  for (const file of [
    'describe-network-interfaces',
    'list-event-source-mappings',
    'lookup-events',
    'list-functions',
  ])
    copy('stuck', `${file}.json`);
  const [RoleName, Arn] = ['IRL-Lambda', 'arn:aws:iam::111122223333:role/service/IRL-Lambda'];
  save('role.json', { Role: { RoleName, Arn, RoleId: 'AROA1' } });
  expect((await find())[0]?.partial).toEqual(['iam:SimulatePrincipalPolicy (not saved)']);
  save('simulation.json', {
    EvaluationResults: [{ EvalActionName: 'ec2:DeleteNetworkInterface', EvalDecision: 'explicitDeny' }],
  });
  expect((await find())[0]).toMatchObject({ verdict: 'ROLE_LACKS_DELETE', partial: [] });
});

it('reads what PowerShell writes, and what a failed command leaves', async () => {
  const text = readFileSync(join(fixture('not-lambda'), 'describe-network-interfaces.json'), 'utf8');
  writeFileSync(join(folder, 'enis.json'), Buffer.from(`\uFEFF${text}`, 'utf16le'));
  writeFileSync(join(folder, 'empty.json'), '');
  expect(await findEnis(savedSource(folder), { ...EVERYTHING, enis: [ENI] })).toMatchObject([
    { verdict: 'NOT_LAMBDA', partial: [] },
  ]);
});

it.each([
  ['is not there', () => rmSync(folder, { recursive: true }), 'cannot be read'],
  ['is empty', () => undefined, 'there is no .json file'],
  [
    'has text in it',
    () => writeFileSync(join(folder, 'a.json'), 'NETWORKINTERFACES\t'),
    'a.json is not JSON',
  ],
])('refuses a folder that %s', (_what, prepare, message) => {
  prepare();
  expect(() => savedSource(folder)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) }),
  );
  // For the clean-up.
  folder = mkdtempSync(join(tmpdir(), 'furl-eni-'));
});
