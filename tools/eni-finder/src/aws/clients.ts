import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { EniFinderError } from '../errors';

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

/** Where and as whom to ask. */
export interface AwsOptions {
  /** @default AWS_REGION, AWS_DEFAULT_REGION, the profile's */
  readonly region?: string;
  /** @default AWS_PROFILE, `default` */
  readonly profile?: string;
  /** Of all services. @default AWS_ENDPOINT_URL, AWS */
  readonly endpointUrl?: string;
  /** How often a call is tried before it counts as failed. @default AWS_MAX_ATTEMPTS, 8 */
  readonly maxAttempts?: number;
  /** @default the process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What the clients of all services have in common. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: CredentialProvider;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly retryMode: 'adaptive';
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number; readonly socketTimeout: number };
}

const MAX_ATTEMPTS = 8;
/** A network that has gone away says nothing: how long to wait for it, in milliseconds. */
const CONNECTION_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 60_000;

/**
 * The configuration that every client gets: one chain of credentials for all of them, and the SDK's adaptive retry,
 * which slows down as AWS asks for it.
 *
 * @throws EniFinderError BAD_OPTION where there is no Region, or an endpoint that is no URL
 */
export async function clientConfig({ profile, endpointUrl, ...options }: AwsOptions): Promise<ClientConfig> {
  const env = options.env ?? process.env;
  if (endpointUrl !== undefined && !/^https?:\/\/[^/]/.test(endpointUrl)) {
    throw new EniFinderError(
      'BAD_OPTION',
      `the endpoint "${endpointUrl}" is not a URL: write http://host:port`,
    );
  }
  const region =
    options.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? (await regionOfProfile(profile));
  if (region === undefined) {
    throw new EniFinderError('BAD_OPTION', 'no Region is set: say --region, or set AWS_REGION');
  }
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region)) {
    throw new EniFinderError(
      'BAD_OPTION',
      `"${region}" is not a Region: one is called, for example, ap-northeast-1`,
    );
  }
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  const attempts = options.maxAttempts ?? Number(env['AWS_MAX_ATTEMPTS'] ?? NaN);
  return {
    region,
    credentials: remembered(fromNodeProviderChain(profile === undefined ? {} : { profile })),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(profile !== undefined && { profile }),
    retryMode: 'adaptive',
    maxAttempts: Number.isInteger(attempts) && attempts > 0 ? attempts : MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: SOCKET_TIMEOUT_MS },
  };
}

/** The SDK's own look into the configuration files. */
async function regionOfProfile(profile: string | undefined): Promise<string | undefined> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}

/** Looks once for all clients, and again a little before they expire. */
function remembered(provider: CredentialProvider): CredentialProvider {
  let answer: ReturnType<CredentialProvider> | undefined;
  return async (properties) => {
    answer ??= provider(properties);
    const { expiration } = await answer;
    if (expiration !== undefined && expiration.getTime() - Date.now() < 60_000) answer = provider(properties);
    return answer;
  };
}
