import { SigV4Error } from './errors';

/**
 * The region and service that a request to this host is signed for.
 *
 * Understood: function URLs, `<id>.lambda-url.<region>.on.aws`, and the same on this machine,
 * `<id>.lambda-url.<region>.localhost[:port]` (Lambda Developer Guide, "Creating and managing Lambda function URLs");
 * regional endpoints, `[<name>.]<service>.<region>.amazonaws.com` (AWS General Reference, "AWS service endpoints").
 * @throws SigV4Error `UnknownScope` for any other host
 */
export function regionAndService(host: string): { region: string; service: string } {
  const url = FUNCTION_URL.exec(host);
  if (url?.[1]) return { region: url[1].toLowerCase(), service: 'lambda' };
  const endpoint = ENDPOINT.exec(host);
  if (endpoint?.[1] && endpoint[2]) {
    return { region: endpoint[2].toLowerCase(), service: endpoint[1].toLowerCase() };
  }
  throw new SigV4Error(
    'UnknownScope',
    `the host ${JSON.stringify(host)} does not tell its region and service: give both as options`,
  );
}

const FUNCTION_URL = /^[\w-]+\.lambda-url\.([a-z]+(?:-[a-z]+)+-\d+)\.(?:on\.aws|localhost)(?::\d+)?$/i;
const ENDPOINT = /(?:^|\.)([a-z][\w-]*)\.([a-z]+(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?(?::\d+)?$/i;
