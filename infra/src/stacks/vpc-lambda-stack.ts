import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FurlConfig } from '../config';
import { RegionalStack } from '../constructs/regional-stack';
import { StandardFunction } from '../constructs/standard-function';
import { FUNCTION_NAMES } from '../names';
import type { NetworkStack } from './network-stack';

/** Inline code is CommonJS: CloudFormation puts it into a file called index.js. */
const HELLO_WORLD = `exports.handler = async () => ({ statusCode: 200, body: 'Hello, World!' });\n`;

/** What the {@link VpcLambdaStack} is made of. */
export interface VpcLambdaStackProps {
  /** The Region. */
  readonly config: FurlConfig;
  /** The network that the functions run in. */
  readonly network: NetworkStack;
}

/**
 * Three functions that show how network interfaces are shared: the second and the third have the same subnets and the same
 * security group and share theirs, the first has another group and takes its own.
 */
export class VpcLambdaStack extends RegionalStack {
  constructor(scope: Construct, id: string, { config, network }: VpcLambdaStackProps) {
    super(scope, id, {
      config,
      description: 'Furl: three functions in the private network, with two groups',
    });
    this.addFunction('OutboundFull', FUNCTION_NAMES.outboundFull, network, network.outboundFull);
    this.addFunction('OutboundVpcFirst', FUNCTION_NAMES.outboundVpcFirst, network, network.outboundVpc);
    this.addFunction('OutboundVpcSecond', FUNCTION_NAMES.outboundVpcSecond, network, network.outboundVpc);
  }

  private addFunction(
    id: string,
    functionName: string,
    { vpc }: NetworkStack,
    securityGroup: ISecurityGroup,
  ) {
    new StandardFunction(this, id, {
      functionName,
      description: 'Answers Hello, World! from the private network',
      code: Code.fromInline(HELLO_WORLD),
      vpc,
      securityGroup,
    });
  }
}
