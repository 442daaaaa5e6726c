import type { Destination } from '../network';
import { functionOf } from '../testing/networks';
import { article, endpoint } from '../testing/reaching';
import { destinationOf, destinationsOf } from './destination-of';

const network = {
  ...article,
  functions: [
    ...article.functions,
    functionOf('server', [], [], {
      url: { authType: 'AWS_IAM', hosts: ['abc.lambda-url.ap-northeast-1.on.aws'] },
    }),
  ],
  endpoints: [endpoint('codeartifact.api', {})],
  resources: [
    {
      id: 'db-1',
      name: 'db',
      type: 'AWS::RDS::DBInstance',
      subnets: [],
      securityGroups: [],
      hosts: ['db.local'],
    },
  ],
};

it.each<[string, Destination]>([
  ['internet', { kind: 'internet' }],
  ['Internet', { kind: 'internet' }],
  ['example.com:443', { kind: 'host', host: 'example.com', port: 443 }],
  ['EXAMPLE.com:8443', { kind: 'host', host: 'example.com', port: 8443 }],
  ['https://example.com/path?x', { kind: 'host', host: 'example.com', port: 443 }],
  ['http://example.com', { kind: 'host', host: 'example.com', port: 80 }],
  ['10.0.0.0/16', { kind: 'cidr', cidr: '10.0.0.0/16' }],
  ['10.0.0.0/16:5432', { kind: 'cidr', cidr: '10.0.0.0/16', port: 5432 }],
  ['10.0.0.7', { kind: 'cidr', cidr: '10.0.0.7' }],
  ['10.0.0.7:22', { kind: 'host', host: '10.0.0.7', port: 22 }],
  ['::/0', { kind: 'cidr', cidr: '::/0' }],
  ['[2001:db8::1]:443', { kind: 'host', host: '2001:db8::1', port: 443 }],
  ['http://[2001:db8::1]:8080/', { kind: 'host', host: '2001:db8::1', port: 8080 }],
  ['test-lambda-02', { kind: 'function', function: 'fn-02' }],
  ['fn-02', { kind: 'function', function: 'fn-02' }],
  ['https://abc.lambda-url.ap-northeast-1.on.aws/', { kind: 'function-url', function: 'server' }],
  ['https://xyz.lambda-url.eu-west-1.on.aws/', { kind: 'function-url' }],
  ['db', { kind: 'resource', resource: 'db-1' }],
  ['db.local:5432', { kind: 'resource', resource: 'db-1', port: 5432 }],
  ['s3', { kind: 'service', service: 's3' }],
  ['SecretsManager', { kind: 'service', service: 'secretsmanager' }],
  ['eventbridge', { kind: 'service', service: 'events' }],
  ['codeartifact.api', { kind: 'service', service: 'codeartifact.api' }],
  ['https://sqs.ap-northeast-1.amazonaws.com/', { kind: 'service', service: 'sqs' }],
  ['b.s3.ap-northeast-1.amazonaws.com:443', { kind: 'service', service: 's3' }],
  ['api.ecr.ap-northeast-1.amazonaws.com:443', { kind: 'service', service: 'ecr.api' }],
  ['1.dkr.ecr.ap-northeast-1.amazonaws.com:443', { kind: 'service', service: 'ecr.dkr' }],
  ['sqs.eu-west-1.amazonaws.com:443', { kind: 'host', host: 'sqs.eu-west-1.amazonaws.com', port: 443 }],
])('reads %s', (text, destination) => {
  expect(destinationOf(network, text)).toEqual(destination);
});

it.each([
  '',
  'secretmanager',
  'example.com',
  'example.com:0',
  'example.com:65536',
  '10.0.0.256:80',
  '10.0.0.0/33',
  'ftp://x/',
  '-:1',
])('refuses "%s" and says what there may be', (text) => {
  expect(() => destinationOf(network, text)).toThrow(
    /^".*" is no function, resource or AWS service that is known; give internet/,
  );
});

it('knows what is worth asking', () => {
  expect(
    destinationsOf({
      ...network,
      functions: network.functions.map((each) => ({
        ...each,
        needs: [{ to: { kind: 'service', service: 's3' }, because: '' }],
      })),
    }),
  ).toEqual([
    { kind: 'internet' },
    { kind: 'service', service: 'codeartifact.api' },
    { kind: 'service', service: 's3' },
    { kind: 'function-url', function: 'server' },
    { kind: 'resource', resource: 'db-1' },
  ]);
});
