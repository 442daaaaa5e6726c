import type { Role } from '../model';
import type { Source } from '../source';
import { clientConfig, type AwsOptions } from './clients';
import { trailOf } from './cloudtrail';
import { interfacesOf } from './ec2';
import { failure } from './failure';
import { rolesOf } from './iam';
import { lambdaOf } from './lambda';
import { accountOf } from './sts';

/** AWS, and what its connections take: to be closed. */
export interface AwsSource extends Source {
  /** Deletes an interface; false where it was gone already. @throws EniFinderError NOT_DELETABLE where it is in use */
  deleteEni(id: string): Promise<boolean>;
  close(): void;
}

/**
 * Runs a call, and says what its failure means. Nothing goes on behind the back of a source that is closed: `send` gets
 * the signal that ends its call, which is also ended by one of its own.
 */
export type Call = <T>(
  action: string,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
  signal?: AbortSignal,
) => Promise<T>;

/** The one call that everything hangs on. */
const NEEDED = 'ec2:DescribeNetworkInterfaces';

/**
 * Asks AWS. The SDK's clients are loaded when the first of their calls is made.
 *
 * @throws EniFinderError BAD_OPTION; its members, CREDENTIALS, UNREACHABLE, THROTTLED and REFUSED
 */
export async function awsSource(options: AwsOptions = {}): Promise<AwsSource> {
  const config = await clientConfig(options);
  const { region } = config;
  const closing = new AbortController();
  const call: Call = async (action, send, signal) => {
    const abortSignal = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    try {
      return await send({ abortSignal });
    } catch (error) {
      throw failure(error, { action, isNeeded: action === NEEDED, region });
    }
  };
  const lambda = lambdaOf(config, call);
  const ec2 = interfacesOf(config, call);
  const iam = rolesOf(config, call);
  const trail = trailOf(config, call);
  return {
    region: async () => region,
    account: () => accountOf(config, call),
    enis: ec2.enis,
    functions: lambda.functions,
    mappings: lambda.mappings,
    functionState: lambda.functionState,
    role: iam.role,
    roleWithId: iam.roleWithId,
    mayDelete: (role: Role, resource: string) => iam.mayDelete(role, resource),
    events: trail.events,
    deleteEni: ec2.deleteEni,
    close: () => {
      closing.abort();
      for (const service of [lambda, ec2, iam, trail]) service.close();
    },
  };
}
