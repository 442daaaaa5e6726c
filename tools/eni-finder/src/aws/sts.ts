import { MissingFact } from '../errors';
import type { Call } from './aws-source';
import type { ClientConfig } from './clients';

/** Who asks: nobody needs a permission for that. */
export async function accountOf(config: ClientConfig, call: Call): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(config);
  try {
    const { Account } = await call('sts:GetCallerIdentity', (options) =>
      client.send(new GetCallerIdentityCommand({}), options),
    );
    if (Account === undefined) throw new MissingFact('sts:GetCallerIdentity', 'it names no account');
    return Account;
  } finally {
    client.destroy();
  }
}
