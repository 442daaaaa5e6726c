import { eniQuery, watchEnis, type EniReport } from '../src/index';
import { useFakeCredentials } from './environment';
import { ENI, NOW } from './fixtures';
import { Started } from './start';

useFakeCredentials();

let started: Started;
afterEach(() => started.close());

const query = eniQuery({ enis: [ENI] });

it('tells what changes until the interface is gone', async () => {
  started = await Started.with('within-grace');
  const { aws } = started;
  const steps = [
    () => undefined,
    () => void (aws.account.enis = aws.account.enis.map((eni) => ({ ...eni, Status: 'available' }))),
    () => aws.faults.set('lambda:ListFunctions', { status: 0, code: '', breaksOff: true }),
    () => aws.faults.clear(),
    () => void (aws.account.enis = []),
  ];
  const seen: (string | null | undefined)[] = [];
  const failures: string[] = [];
  const isGone = await watchEnis(await started.source({ maxAttempts: 1 }), query, {
    now: NOW,
    signal: new AbortController().signal,
    wait: async () => void steps.shift()?.(),
    changed: (reports: readonly EniReport[]) => seen.push(reports[0]?.eni && reports[0].verdict),
    failed: ({ code }) => failures.push(code),
  });
  expect(isGone).toBe(true);
  expect(seen).toEqual(['WITHIN_GRACE', 'ORPHAN_AVAILABLE', undefined]);
  expect(failures).toEqual(['UNREACHABLE']);
  expect(steps).toEqual([]);
});

it('ends when it is told to, and says that it is still there', async () => {
  started = await Started.with('stuck');
  const ending = new AbortController();
  const isGone = await watchEnis(await started.source(), query, {
    now: NOW,
    signal: ending.signal,
    wait: async () => ending.abort(),
    changed: () => undefined,
    failed: () => undefined,
  });
  expect(isGone).toBe(false);
});

it('does not go on with credentials that have expired', async () => {
  started = await Started.with('stuck');
  started.aws.faults.set('ec2:DescribeNetworkInterfaces', { status: 400, code: 'RequestExpired' });
  await expect(
    watchEnis(await started.source(), query, {
      signal: new AbortController().signal,
      wait: async () => undefined,
      changed: () => undefined,
      failed: () => undefined,
    }),
  ).rejects.toMatchObject({ code: 'CREDENTIALS' });
});
