import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';

import { json, type FunctionUrlEvent, type FunctionUrlResult } from './index';

// What these hold is decided when the project is type-checked; running them says that the sample is complete.
describe('the types', () => {
  it("accept an event of AWS's own type", () => {
    const read = (event: LambdaFunctionURLEvent): FunctionUrlEvent => event;
    expect(read(sample as LambdaFunctionURLEvent).rawPath).toBe('/hello');
  });

  it("give results that AWS's own type accepts", () => {
    const result: LambdaFunctionURLResult = json(200, {}) satisfies FunctionUrlResult;
    expect(result).toHaveProperty('statusCode', 200);
  });

  it('accept an event as the platform sends it, with an IAM caller', () => {
    const event: FunctionUrlEvent = sample;
    expect(event.requestContext.authorizer?.iam?.principalOrgId).toBeNull();
  });
});

const sample = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/hello',
  rawQueryString: 'a=1',
  headers: { host: 'abc.lambda-url.eu-central-1.on.aws', accept: '*/*' },
  queryStringParameters: { a: '1' },
  requestContext: {
    accountId: '123456789012',
    apiId: 'abc',
    authorizer: {
      iam: {
        accessKey: 'ASIAEXAMPLE',
        accountId: '123456789012',
        callerId: 'AROAEXAMPLE:session',
        cognitoIdentity: null,
        principalOrgId: null,
        userArn: 'arn:aws:sts::123456789012:assumed-role/role/session',
        userId: 'AROAEXAMPLE:session',
      },
    },
    domainName: 'abc.lambda-url.eu-central-1.on.aws',
    domainPrefix: 'abc',
    http: { method: 'GET', path: '/hello', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: '5bbd0e3e-fe7a-4299-9076-32d4de45391b',
    routeKey: '$default',
    stage: '$default',
    time: '18/Apr/2023:17:01:46 +0000',
    timeEpoch: 1681837306806,
  },
  isBase64Encoded: false,
};
