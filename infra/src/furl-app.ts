import { App, DefaultStackSynthesizer, Validations } from 'aws-cdk-lib';
import type { IReusableStackSynthesizer } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config';
import { FEATURE_FLAGS } from './feature-flags';
import { STACK_NAMES } from './names';
import { NetworkStack } from './stacks/network-stack';
import { ProxyStack } from './stacks/proxy-stack';
import { ServerStack } from './stacks/server-stack';
import { VpcLambdaStack } from './stacks/vpc-lambda-stack';
import { FurlNetworkRules } from './validation/furl-network-rules';

/** What the {@link FurlApp} is made of. */
export interface FurlAppProps {
  /** The folders of the bundles, each with an `index.mjs`. */
  readonly bundles: { readonly server: string; readonly proxy: string };
  /**
   * CDK context, as from cdk.json; what the CLI gives comes on top.
   * @default - none: the configuration is the default one
   */
  readonly context?: Readonly<Record<string, unknown>>;
  /**
   * Where the assembly goes.
   * @default - where the CLI says, or a temporary folder
   */
  readonly outdir?: string;
}

/** The stacks of Furl, and the rules that they are held against when they are synthesised. */
export class FurlApp extends App {
  /** `FurlNetwork` */
  readonly network: NetworkStack;
  /** `FurlServer` */
  readonly server: ServerStack;
  /** `FurlProxy` */
  readonly proxy: ProxyStack;
  /** `FurlVpcLambda` */
  readonly vpcLambda: VpcLambdaStack;

  /** @throws ConfigError when the context holds a value that cannot be used */
  constructor({ bundles, context = {}, outdir }: FurlAppProps) {
    super({
      context: { ...FEATURE_FLAGS, ...context },
      // Modern bootstrapping: bundles go through a bucket, and CloudFormation acts under a role of its own. The cast is for
      // exactOptionalPropertyTypes, which CDK's own types are not written for.
      defaultStackSynthesizer: new DefaultStackSynthesizer() as IReusableStackSynthesizer,
      // No metadata resource that tells AWS which constructs are in use.
      analyticsReporting: false,
      ...(outdir !== undefined && { outdir }),
    });
    const config = readConfig((key) => this.node.tryGetContext(key));
    this.network = new NetworkStack(this, STACK_NAMES.network, { config });
    this.server = new ServerStack(this, STACK_NAMES.server, {
      config,
      bundleDirectory: bundles.server,
      network: this.network,
    });
    this.proxy = new ProxyStack(this, STACK_NAMES.proxy, {
      config,
      bundleDirectory: bundles.proxy,
      server: this.server.server,
    });
    this.vpcLambda = new VpcLambdaStack(this, STACK_NAMES.vpcLambda, { config, network: this.network });
    const { against } = config;
    Validations.of(this).addPlugins(
      new AwsSolutionsChecks(this),
      new FurlNetworkRules(against === undefined ? {} : { against }),
    );
  }
}
