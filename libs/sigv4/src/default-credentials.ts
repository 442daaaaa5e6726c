import { environmentCredentials } from './environment-credentials';
import { SigV4Error } from './errors';
import { keepsItsCredentials, memoizedCredentials } from './memoized-credentials';
import type { CredentialProvider } from './types';

/** How {@link defaultCredentials} finds credentials. */
export interface DefaultCredentialsOptions {
  /** The profile of `~/.aws/config` that counts when the environment has no credentials. @default `AWS_PROFILE`, else `default` */
  readonly profile?: string;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/**
 * The credentials of whoever is at work: the environment's, as in Lambda, and where there are none those that the AWS CLI
 * would use (profiles, SSO, containers, instance metadata). The AWS SDK's provider chain for the latter is loaded only then.
 * @throws SigV4Error `CredentialsNotFound` (from the provider) when there are none anywhere
 */
export function defaultCredentials(options: DefaultCredentialsOptions = {}): CredentialProvider {
  const { profile, clock = () => new Date() } = options;
  const environment = environmentCredentials();
  const chain: CredentialProvider = async () => {
    const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
    try {
      return await fromNodeProviderChain(profile === undefined ? {} : { profile })();
    } catch (cause) {
      throw new SigV4Error(
        'CredentialsNotFound',
        'no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in (aws configure, aws sso login)',
        { cause },
      );
    }
  };
  return keepsItsCredentials(async () => {
    if (process.env['AWS_ACCESS_KEY_ID'] && process.env['AWS_SECRET_ACCESS_KEY']) return environment();
    return memoizedCredentials(chain, clock().getTime());
  });
}
