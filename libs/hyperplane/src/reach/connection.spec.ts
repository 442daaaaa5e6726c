import { functionOf } from '../testing/networks';
import { article, endpointGroup, gateway, privateEndpoint, rule, withNat } from '../testing/reaching';
import { type Connection, connectionVerdict } from './connection';

const tokyo = 'ap-northeast-1.amazonaws.com';
const endpoints = {
  ...article,
  securityGroups: [...article.securityGroups, endpointGroup],
  endpoints: [gateway, privateEndpoint('secretsmanager')],
};

it.each<[string, Connection, string]>([
  ['the internet', { address: '1.1.1.1', port: 443 }, 'no'],
  ['a name of the internet', { host: 'example.com', address: '1.1.1.1', port: 443 }, 'no'],
  ['a name that was not resolved', { host: 'example.com', port: 443 }, 'no'],
  ['the VPC', { address: '10.0.7.7', port: 5432 }, 'yes'],
  ['an IPv4 address written as IPv6', { address: '::ffff:10.0.7.7', port: 5432 }, 'yes'],
  ['itself', { address: '127.0.0.1', port: 9001 }, 'yes'],
  ['itself by IPv6', { address: '::1', port: 9001 }, 'yes'],
  ['the X-Ray daemon', { address: '169.254.79.129', port: 2000, protocol: 'udp' }, 'yes'],
  ['Amazon’s DNS', { address: '10.0.0.2', port: 53, protocol: 'udp' }, 'yes'],
  ['another DNS', { address: '8.8.8.8', port: 53, protocol: 'udp' }, 'no'],
  ['UDP in the VPC', { address: '10.0.7.7', port: 53, protocol: 'udp' }, 'no'],
  ['a service with an endpoint', { host: `secretsmanager.${tokyo}`, address: '1.2.3.4', port: 443 }, 'yes'],
  ['a service without', { host: `kms.${tokyo}`, address: '1.2.3.4', port: 443 }, 'no'],
  ['S3 through the gateway endpoint', { host: `b.s3.${tokyo}`, address: '1.2.3.4', port: 443 }, 'no'],
])('test-lambda-02 to %s', (_what, connection, verdict) => {
  const answer = connectionVerdict(endpoints, 'test-lambda-02', connection);

  expect(answer.verdict).toBe(verdict);
  expect(answer.because).not.toBe('');
});

it('says in one line which route or rule is missing', () => {
  expect(connectionVerdict(article, 'test-lambda-02', { address: '1.1.1.1', port: 443 }).because).toBe(
    'no route 0.0.0.0/0 in the route table of PrivateSubnet-1a; no rule of outbound-vpc-sg lets out TCP 443 to 1.1.1.1/32; no route 0.0.0.0/0 in the route table of PrivateSubnet-1c',
  );
});

it('knows other functions’ URLs by their names', () => {
  const host = 'abc.lambda-url.ap-northeast-1.on.aws';
  const server = functionOf('server', [], [], { url: { authType: 'NONE', hosts: [host] } });
  const ask = (network: typeof article, from: string) =>
    connectionVerdict(network, from, { host, address: '127.0.0.9', port: 443 });
  expect(ask({ ...withNat(), functions: [...withNat().functions, server] }, 'fn').verdict).toBe('yes');
});

it('lets a function outside a VPC out, and not into one', () => {
  const network = { ...article, functions: [functionOf('fn')] };
  expect(
    connectionVerdict(network, 'fn', { host: 'example.com', address: '1.1.1.1', port: 443 }).verdict,
  ).toBe('yes');
  expect(connectionVerdict(network, 'fn', { address: '10.0.0.7', port: 443 })).toEqual({
    verdict: 'no',
    because: 'fn is not in a VPC, and 10.0.0.7 is private',
  });
});

it('asks rules for UDP for what is UDP', () => {
  const udp = withNat({
    securityGroups: [
      {
        ...withNat().securityGroups[0],
        id: 'sg',
        vpc: 'vpc',
        ingress: [],
        hasDefaultEgress: false,
        egress: [{ ...rule('0.0.0.0/0', { from: 123, to: 123 }), protocol: 'udp' }],
      },
    ],
  });
  const ask = (protocol: 'tcp' | 'udp') =>
    connectionVerdict(udp, 'fn', { address: '1.1.1.1', port: 123, protocol }).verdict;
  expect([ask('udp'), ask('tcp')]).toEqual(['yes', 'no']);
});
