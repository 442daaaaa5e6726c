import { EniFinderError } from '../errors';
import { eager } from '../gather/eager';
import type { Eni } from '../model';
import { isMeant, type EniQuery } from '../query';
import { eniOf } from '../shapes-of-aws';
import type { Call } from './aws-source';
import type { ClientConfig } from './clients';
import { lazy } from './lazy';

const INTERFACES_A_PAGE = 1000;
/** "The maximum number of values for all filters" (EC2 API Reference, "Filter"). */
const VALUES_A_REQUEST = 200;

interface Filter {
  readonly Name: string;
  readonly Values: string[];
}

/** What is asked of EC2. */
export function interfacesOf(
  config: ClientConfig,
  call: Call,
): {
  enis(query: EniQuery): AsyncIterable<readonly Eni[]>;
  deleteEni(id: string): Promise<boolean>;
  close(): void;
} {
  const sdk = () => import('@aws-sdk/client-ec2');
  const client = lazy(async () => new (await sdk()).EC2Client(config));

  async function* enis(query: EniQuery): AsyncGenerator<Eni[]> {
    // Side by side: a question for many ids takes no longer than one for a few.
    for (const pages of filterSets(query).map((filters) => eager(pagesOf(filters)))) {
      for await (const page of pages) yield page.filter((eni) => isMeant(query, eni));
    }
  }

  async function* pagesOf(filters: Filter[]): AsyncGenerator<Eni[]> {
    const { DescribeNetworkInterfacesCommand } = await sdk();
    const ec2 = await client.get();
    let token: string | undefined;
    do {
      const page = new DescribeNetworkInterfacesCommand({
        Filters: filters,
        MaxResults: INTERFACES_A_PAGE,
        NextToken: token,
      });
      const { NetworkInterfaces = [], NextToken } = await call('ec2:DescribeNetworkInterfaces', (options) =>
        ec2.send(page, options),
      );
      yield NetworkInterfaces.map(eniOf);
      token = NextToken || undefined;
    } while (token !== undefined);
  }

  async function deleteEni(id: string): Promise<boolean> {
    const { DeleteNetworkInterfaceCommand } = await sdk();
    const ec2 = await client.get();
    try {
      await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
      return true;
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'InvalidNetworkInterfaceID.NotFound') return false;
      if (name === 'InvalidNetworkInterface.InUse' || name === 'InvalidParameterValue') {
        throw new EniFinderError('NOT_DELETABLE', `${id} is in use again: ${(error as Error).message}`, {
          cause: error,
        });
      }
      return call('ec2:DeleteNetworkInterface', () => Promise.reject(error));
    }
  }

  return { enis, deleteEni, close: () => client.close() };
}

/**
 * Ids as a filter and not as NetworkInterfaceIds: one that is not there then spoils no other's answer, and there are
 * pages. Only one list is a filter; what the others say is decided here, so that no request has too many values.
 */
function filterSets({ enis, securityGroups, subnets, vpcs }: EniQuery): Filter[][] {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['network-interface-id', enis],
    ['group-id', securityGroups],
    ['subnet-id', subnets],
    ['vpc-id', vpcs],
  ];
  const [name, values] = lists.find(([, ids]) => ids.length > 0) ?? ['', []];
  if (values.length === 0) return [[]];
  const sets = [];
  for (let start = 0; start < values.length; start += VALUES_A_REQUEST) {
    sets.push([{ Name: name, Values: values.slice(start, start + VALUES_A_REQUEST) }]);
  }
  return sets;
}
