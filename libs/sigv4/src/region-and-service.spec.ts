import { regionAndService } from './region-and-service';

describe('region and service', () => {
  it.each([
    ['abc.lambda-url.eu-west-1.on.aws', 'eu-west-1', 'lambda'],
    ['ABC.Lambda-URL.us-gov-west-1.on.aws:443', 'us-gov-west-1', 'lambda'],
    ['abc.lambda-url.ap-southeast-2.localhost', 'ap-southeast-2', 'lambda'],
    ['abc.lambda-url.ap-southeast-2.localhost:3000', 'ap-southeast-2', 'lambda'],
    ['sts.us-east-1.amazonaws.com', 'us-east-1', 'sts'],
    ['abc.execute-api.us-east-1.amazonaws.com:443', 'us-east-1', 'execute-api'],
    ['lambda.cn-north-1.amazonaws.com.cn', 'cn-north-1', 'lambda'],
  ])('of %s are %s and %s', (host, region, service) => {
    expect(regionAndService(host)).toEqual({ region, service });
  });

  it.each([
    '',
    'localhost:3000',
    'example.com',
    'iam.amazonaws.com',
    'abc.lambda-url.eu-west-1.on.aws.evil.example',
    'abc.lambda-url.eu-west-1.evil.example',
    'lambda-url.eu-west-1.on.aws',
    'sts.us-east-1.amazonaws.com.evil.example',
    'sts.us-east-1.notamazonaws.com',
  ])('of %j are asked for', (host) => {
    expect(() => regionAndService(host)).toThrow(
      expect.objectContaining({
        code: 'UnknownScope',
        message: expect.stringContaining(JSON.stringify(host)),
      }),
    );
  });

  it('are looked for in a hostile host without delay', () => {
    expect(() => regionAndService('a-'.repeat(50_000))).toThrow('tells no region');
    expect(() => regionAndService('a.'.repeat(50_000))).toThrow('tells no region');
  });
});
