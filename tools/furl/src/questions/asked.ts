import {
  type Destination,
  destinationOf,
  destinationsOf,
  HyperplaneError,
  type LambdaFunction,
  type Named,
  type Network,
} from '@furl/hyperplane';
import { UsageError } from '../errors';
import { called, nameOf } from './labels';
import { nearest, nearestServices } from './nearest';

const URL_OF = /^url:(?<name>.+)$/i;
/** As the emulator serves them. */
const LOCAL_URL = /^https?:\/\/[^/]+\.lambda-url\.[a-z0-9-]+\.localhost(:\d+)?(\/|$)/i;

/**
 * The function of that name, ARN or path (`Stack.LogicalId`).
 *
 * @throws UsageError when there is none, with the names that are near; and when there are several
 */
export function functionAsked(network: Network, asked: string): LambdaFunction {
  const { functions } = network;
  const found = theOnly(functions, asked);
  if (found !== undefined) return found;
  const names = functions.map(nameOf).sort();
  if (names.length === 0) {
    throw new UsageError(`there is no function "${asked}": the templates have no functions`);
  }
  const near = nearest(asked, names);
  const few =
    names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');
  throw new UsageError(
    `there is no function "${asked}": ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${few}`}`,
  );
}

/**
 * The destination that was asked for: `internet`, `host:port`, a CIDR block, a function, `url:<function>`, a URL, or an
 * AWS service.
 *
 * @throws UsageError when it is none of them; with what is near
 */
export function destinationAsked(network: Network, asked: string): Destination {
  const owner = URL_OF.exec(asked)?.groups?.['name'];
  if (owner !== undefined) {
    const found = functionAsked(network, owner);
    if (found.url !== undefined) return { kind: 'function-url', function: found.id };
    throw new UsageError(
      `${nameOf(found)} has no function URL: ask for ${nameOf(found)}, which is reached by Invoke`,
    );
  }
  if (asked.toLowerCase() === 'internet') return { kind: 'internet' };
  const fn = theOnly(network.functions, asked);
  if (fn !== undefined) return { kind: 'function', function: fn.id };
  const resource = theOnly(network.resources, asked);
  if (resource !== undefined) return { kind: 'resource', resource: resource.id };
  // Of whom the emulator's URL is, a template does not tell; for the network one URL is like another.
  if (LOCAL_URL.test(asked)) return { kind: 'function-url' };
  try {
    return destinationOf(network, asked);
  } catch (error) {
    if (!(error instanceof HyperplaneError)) throw error;
    const names = ['internet', ...network.functions.map(nameOf), ...network.resources.map(nameOf)];
    const near = [...nearest(asked, names), ...nearestServices(network, asked)];
    throw new UsageError(
      near.length > 0
        ? `there is no destination "${asked}": did you mean ${near.join(' or ')}?`
        : `there is no destination "${asked}": it is internet, <host>:<port>, a CIDR block, a function, url:<function>, a URL, a resource of the templates, or an AWS service such as s3 or secretsmanager`,
      { cause: error },
    );
  }
}

/**
 * What is worth asking of functions when nothing was: the internet, services that have endpoints or are needed, other
 * functions by Invoke (`lambda`), URLs, resources, and whatever else the functions need. Each once.
 */
export function worthAsking(network: Network): Destination[] {
  const all: Destination[] = [
    ...destinationsOf(network),
    ...(network.functions.length > 1 ? [{ kind: 'service', service: 'lambda' } as const] : []),
    ...network.functions.flatMap(({ needs }) => needs.map(({ to }) => to)),
  ];
  return [...new Map(all.map((to) => [JSON.stringify(to), to])).values()];
}

/** The one that is called so; undefined when none is. @throws UsageError when several are */
function theOnly<T extends Named>(things: readonly T[], asked: string): T | undefined {
  const found = called(things, asked);
  if (found.length < 2) return found[0];
  const paths = found.map((each) => each.path ?? each.id);
  throw new UsageError(`there are ${found.length} of the name "${asked}": say which, ${paths.join(' or ')}`);
}
