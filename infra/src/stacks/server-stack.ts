import { CfnOutput } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FurlConfig } from '../config';
import { FunctionWithUrl } from '../constructs/function-with-url';
import { RegionalStack } from '../constructs/regional-stack';
import { FUNCTION_NAMES, OUTPUT_NAMES } from '../names';
import type { NetworkStack } from './network-stack';

/** What the {@link ServerStack} is made of. */
export interface ServerStackProps {
  /** The Region. */
  readonly config: FurlConfig;
  /** The folder with the server's `index.mjs`. */
  readonly bundleDirectory: string;
  /** The network that the server runs in. */
  readonly network: NetworkStack;
}

/** The server: in the private network, behind a URL for IAM callers only. */
export class ServerStack extends RegionalStack {
  /** The server and its URL. */
  readonly server: FunctionWithUrl;

  constructor(scope: Construct, id: string, { config, bundleDirectory, network }: ServerStackProps) {
    super(scope, id, { config, description: 'Furl: the server, behind a function URL for IAM callers' });
    this.server = new FunctionWithUrl(this, 'Server', {
      functionName: FUNCTION_NAMES.server,
      description: 'Answers the greeting to callers whom IAM allows',
      app: 'server',
      bundleDirectory,
      authType: FunctionUrlAuthType.AWS_IAM,
      vpc: network.vpc,
      securityGroup: network.outboundVpc,
    });
    new CfnOutput(this, OUTPUT_NAMES.serverUrl, {
      value: this.server.url,
      description: 'The function URL of the server; calls must be signed',
    });
  }
}
