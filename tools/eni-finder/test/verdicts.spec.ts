import {
  awsSource,
  eniQuery,
  findEnis,
  isBad,
  savedSource,
  toJson,
  VERDICTS,
  type EniReport,
} from '../src/index';
import { FakeAws } from './fake-aws';
import { useFakeCredentials } from './environment';
import { EXPECTED, fixture, NOW, REGION, type Expected } from './fixtures';

/** Of a subnet, what is not Lambda’s is shown, too. */
const EVERYTHING_IN_THE_SUBNET = eniQuery({ subnets: ['subnet-0a1b2c3d4e5f60718'] });

useFakeCredentials();

function expectAnswer(reports: readonly EniReport[], expected: Expected): void {
  expect(reports).toHaveLength(1);
  const [report] = reports;
  if (report === undefined) return;
  expect(toJson(report)).toMatchObject({
    verdict: expected.verdict,
    since: expected.since,
    until: expected.until,
    next: expect.stringContaining(expected.next),
    partial: [],
  });
  expect(report.holders.map(({ arn }) => arn)).toEqual(expected.holders);
  expect(report.because.length).toBeGreaterThan(0);
  expect(isBad(report)).toBe(expected.isBad);
}

it('has a fixture for every verdict', () => {
  expect(new Set(EXPECTED.map(({ verdict }) => verdict))).toEqual(new Set(VERDICTS));
});

describe.each(EXPECTED)('$fixture', (expected) => {
  it('is told from saved answers', async () => {
    const reports = await findEnis(savedSource(fixture(expected.fixture)), EVERYTHING_IN_THE_SUBNET, {
      now: NOW,
    });
    expectAnswer(reports, expected);
  });

  it('is told by AWS', async () => {
    const aws = new FakeAws();
    aws.load(fixture(expected.fixture));
    await aws.listen();
    const source = await awsSource({
      endpointUrl: aws.url,
      region: REGION,
      env: {},
    });
    try {
      expectAnswer(await findEnis(source, EVERYTHING_IN_THE_SUBNET, { now: NOW }), expected);
    } finally {
      source.close();
      await aws.close();
    }
  });
});
