/** What `furl eni` may be given so that no answer is partial; `furl eni delete` needs `ec2:DeleteNetworkInterface` besides. */
export const MINIMAL_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'FurlEniLists',
      Effect: 'Allow',
      // None of these can be granted for single resources (Service Authorization Reference).
      Action: [
        'cloudtrail:LookupEvents',
        'ec2:DescribeNetworkInterfaces',
        'iam:ListRoles',
        'lambda:ListEventSourceMappings',
        'lambda:ListFunctions',
      ],
      Resource: '*',
    },
    {
      Sid: 'FurlEniFunctions',
      Effect: 'Allow',
      Action: 'lambda:GetFunctionConfiguration',
      Resource: 'arn:*:lambda:*:*:function:*',
    },
    {
      Sid: 'FurlEniRoles',
      Effect: 'Allow',
      Action: ['iam:GetRole', 'iam:SimulatePrincipalPolicy'],
      Resource: 'arn:*:iam::*:role/*',
    },
  ],
} as const;
