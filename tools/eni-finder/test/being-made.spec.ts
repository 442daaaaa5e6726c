import { useFakeCredentials } from './environment';
import { functionArn } from './fixtures';
import { Started } from './start';

// An interface that Lambda makes is `pending` for a minute or two. Nobody has let go of it, whatever is on record of others
// with the same network.

useFakeCredentials();

let started: Started;
afterEach(() => started.close());

/** An account with its interface as it is while it is made. */
async function beingMade(fixture: string): Promise<Started> {
  started = await Started.with(fixture);
  const { account } = started.aws;
  account.enis = account.enis.map((eni) => ({ ...eni, Status: 'pending' }));
  return started;
}

it('is in use by the functions that have its network', async () => {
  await beingMade('in-use-by-latest');
  const [report] = await started.find(['eni-0539d0e4405d91ff5']);
  expect(report).toMatchObject({ verdict: 'IN_USE_BY_LATEST', status: 'pending' });
  expect(report?.because[0]).toMatch(/^it is being made .* for test-lambda-02, test-lambda-03/);
});

it('is in use by the function that is moved to it, which AWS lists with its old network until it is there', async () => {
  const { aws } = await beingMade('update-in-progress');
  expect((await started.find())[0]).toMatchObject({
    verdict: 'IN_USE_BY_LATEST',
    holders: [{ kind: 'function', arn: functionArn('test-lambda-01') }],
    because: ['it is being made (status pending) for test-lambda-01'],
  });
  // One whose update is over waits for nothing.
  aws.account.states = aws.account.states.map((state) => ({ ...state, LastUpdateStatus: 'Successful' }));
  expect((await started.find())[0]).toMatchObject({ verdict: 'WITHIN_GRACE', holders: [] });
});

it.each(['stuck', 'role-missing', 'role-lacks-delete', 'sg-changed-outside'])(
  'is not what it would be were it let go of long ago: %s',
  async (fixture) => {
    await beingMade(fixture);
    const [report] = await started.find();
    expect(report).toMatchObject({ verdict: 'WITHIN_GRACE', holders: [], since: undefined });
    expect(report?.next.words).toContain('Look again when it is made');
  },
);
