import { CfnOutput, Validations } from 'aws-cdk-lib';
import { FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FurlConfig } from '../config';
import { FunctionWithUrl } from '../constructs/function-with-url';
import { RegionalStack } from '../constructs/regional-stack';
import { FUNCTION_NAMES, OUTPUT_NAMES, PROXY_INVOKE_MODE_VARIABLE, SERVER_URL_VARIABLE } from '../names';

/** What the {@link ProxyStack} is made of. */
export interface ProxyStackProps {
  /** The Region. */
  readonly config: FurlConfig;
  /** The folder with the proxy's `index.mjs`. */
  readonly bundleDirectory: string;
  /** The server that the proxy forwards to. */
  readonly server: FunctionWithUrl;
}

/**
 * The proxy: behind a URL for everybody. It is in no VPC, because a function URL is reached over the internet only and the
 * private network has no way there.
 */
export class ProxyStack extends RegionalStack {
  constructor(scope: Construct, id: string, { config, bundleDirectory, server }: ProxyStackProps) {
    super(scope, id, { config, description: 'Furl: the proxy, behind a public function URL' });
    const proxy = new FunctionWithUrl(this, 'Proxy', {
      functionName: FUNCTION_NAMES.proxy,
      description: 'Signs each request and forwards it to the server',
      app: 'proxy',
      bundleDirectory,
      authType: FunctionUrlAuthType.NONE,
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });
    // The handler has to know: its answer has another form in each mode.
    proxy.function.addEnvironment(PROXY_INVOKE_MODE_VARIABLE, InvokeMode.RESPONSE_STREAM);
    server.grantInvokeUrl(proxy, SERVER_URL_VARIABLE);
    Validations.of(proxy).acknowledge({
      id: 'Furl::URL_OPEN_TO_ALL',
      reason:
        'The proxy is there so that everybody can reach the server without credentials: whoever calls it acts with its role. All ' +
        'that the role allows besides logs is to call the URL of the server; weigh it again before it allows more.',
    });
    new CfnOutput(this, OUTPUT_NAMES.proxyUrl, {
      value: proxy.url,
      description: 'The function URL of the proxy; anybody may call it',
    });
  }
}
