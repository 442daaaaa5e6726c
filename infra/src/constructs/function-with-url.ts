import type { FunctionUrl, FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { bundleCode } from './bundle-code';
import { StandardFunction } from './standard-function';

/** What a {@link FunctionWithUrl} is made of. */
export interface FunctionWithUrlProps {
  /** The function's name, unique in account and Region. */
  readonly functionName: string;
  /** What the function is for, in a sentence. */
  readonly description: string;
  /** The project that builds the bundle, such as `server`. */
  readonly app: string;
  /** The folder with the bundle's `index.mjs`. */
  readonly bundleDirectory: string;
  /** Who may call the URL: `AWS_IAM` for those whom a policy allows, `NONE` for everybody. There is no default to forget. */
  readonly authType: FunctionUrlAuthType;
  /**
   * Whether the URL sends the answer when it is whole, or as the handler writes it.
   * @default - BUFFERED, as AWS has it
   */
  readonly invokeMode?: InvokeMode;
  /**
   * The VPC whose isolated subnets the function is connected to. Callers of the URL do not notice.
   * @default - no VPC
   */
  readonly vpc?: IVpc;
  /**
   * The security group of the function in the VPC.
   * @default - none, which only a function without a VPC may have
   */
  readonly securityGroup?: ISecurityGroup;
}

/** A function with a function URL, whose code is a bundle that its project has built. */
export class FunctionWithUrl extends StandardFunction {
  /** The URL as CloudFormation returns it, with a slash at its end. */
  readonly url: string;
  private readonly functionUrl: FunctionUrl;

  /** @throws Error when only one of `vpc` and `securityGroup` is given */
  constructor(scope: Construct, id: string, props: FunctionWithUrlProps) {
    const { app, bundleDirectory, authType, invokeMode, ...rest } = props;
    super(scope, id, {
      ...rest,
      code: (reportTo) => bundleCode(reportTo, { app, directory: bundleDirectory }),
    });
    this.functionUrl = this.function.addFunctionUrl({
      authType,
      ...(invokeMode !== undefined && { invokeMode }),
    });
    this.url = this.functionUrl.url;
  }

  /**
   * Lets another function call this URL, and tells it where it is. A call needs `lambda:InvokeFunctionUrl` and
   * `lambda:InvokeFunction` (AWS Lambda Developer Guide, "Control access to Lambda function URLs"); the caller's role gets both
   * on this function, and nothing more.
   *
   * @param caller the function that calls
   * @param variable the environment variable of the caller that gets the URL
   */
  grantInvokeUrl(caller: StandardFunction, variable: string): void {
    this.functionUrl.grantInvokeUrl(caller.role);
    caller.function.addEnvironment(variable, this.url);
  }
}
