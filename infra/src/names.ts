/**
 * The names that people, scripts and other projects rely on. This file imports nothing, so that anything may import it.
 * Changing one of them is a breaking change: CloudFormation replaces what carries it.
 */

/** The stacks, as `cdk deploy` takes them. */
export const STACK_NAMES = {
  network: 'FurlNetwork',
  server: 'FurlServer',
  proxy: 'FurlProxy',
  vpcLambda: 'FurlVpcLambda',
} as const;

/** The stack outputs, as `cdk deploy --outputs-file` writes them. */
export const OUTPUT_NAMES = {
  serverUrl: 'LambdaServerFunctionUrl',
  proxyUrl: 'LambdaProxyFunctionUrl',
} as const;

/** The functions. Each writes to the log group `/aws/lambda/<name>`. */
export const FUNCTION_NAMES = {
  server: 'furl-server',
  proxy: 'furl-proxy',
  outboundFull: 'test-lambda-01',
  outboundVpcFirst: 'test-lambda-02',
  outboundVpcSecond: 'test-lambda-03',
} as const;

/** The `Name` tag of the VPC. */
export const VPC_NAME = 'PrivateVPC';

/** What the `Name` tag of a subnet begins with; the end of its zone's name follows, as in `PrivateSubnet-1a`. */
export const SUBNET_NAME_PREFIX = 'PrivateSubnet-';

/** The security groups of functions in the VPC. */
export const SECURITY_GROUP_NAMES = {
  full: 'outbound-full-sg',
  vpc: 'outbound-vpc-sg',
} as const;

/** The environment variable in which the proxy finds the server's function URL. */
export const SERVER_URL_VARIABLE = 'LAMBDA_SERVER_URL';

/** The environment variable by which the proxy knows the invoke mode of its own function URL. */
export const PROXY_INVOKE_MODE_VARIABLE = 'PROXY_INVOKE_MODE';
