import { deleteEni } from '../src/index';
import { useFakeCredentials } from './environment';
import { ENI, EXPECTED } from './fixtures';
import { Started } from './start';

useFakeCredentials();

let started: Started;
afterEach(() => started.close());

const others = EXPECTED.map(({ fixture }) => fixture).filter((name) => name !== 'orphan-available');

it('deletes what is safe to delete, once somebody agrees', async () => {
  started = await Started.with('orphan-available');
  const source = await started.source();
  expect(await deleteEni(source, ENI, async () => false)).toBe('kept');
  expect(started.aws.deleted).toEqual([]);
  expect(await deleteEni(source, ENI, async ({ verdict }) => verdict === 'ORPHAN_AVAILABLE')).toBe('deleted');
  expect(started.aws.deleted).toEqual([ENI]);
  expect(await deleteEni(source, ENI, async () => true)).toBe('gone');
});

it.each(others)('never deletes what is %s', async (fixture) => {
  started = await Started.with(fixture);
  const id = String(started.aws.account.enis[0]?.['NetworkInterfaceId']);
  const agree = jest.fn(async () => true);
  await expect(deleteEni(await started.source(), id, agree)).rejects.toMatchObject({ code: 'NOT_DELETABLE' });
  expect(agree).not.toHaveBeenCalled();
  expect(started.aws.calls).not.toContain('ec2:DeleteNetworkInterface');
});

it('keeps what somebody takes in the meantime', async () => {
  started = await Started.with('orphan-available');
  const taken = deleteEni(await started.source(), ENI, async () => {
    started.aws.account.enis = started.aws.account.enis.map((eni) => ({ ...eni, Status: 'in-use' }));
    return true;
  });
  await expect(taken).rejects.toMatchObject({
    code: 'NOT_DELETABLE',
    message: expect.stringContaining('in use again'),
  });
});

it('names the permission that the deletion needs', async () => {
  started = await Started.with('orphan-available');
  started.aws.faults.set('ec2:DeleteNetworkInterface', { status: 403, code: 'UnauthorizedOperation' });
  await expect(deleteEni(await started.source(), ENI, async () => true)).rejects.toMatchObject({
    message: expect.stringContaining('ec2:DeleteNetworkInterface'),
  });
});
