import { SigV4Error } from './errors';

/**
 * The region and service that a request to this host is signed for.
 *
 * Understood: function URLs, `<id>.lambda-url.<region>.on.aws`, and the same on this machine,
 * `<id>.lambda-url.<region>.localhost[:port]` (Lambda Developer Guide, "Creating and managing Lambda function URLs");
 * regional endpoints, `[<name>.]<service>.<region>.amazonaws.com` (AWS General Reference, "AWS service endpoints").
 * @throws SigV4Error `UnknownScope` for any other host
 */
export function regionAndService(host: string): { readonly region: string; readonly service: string } {
  if (last?.host === host) return last.told;
  const [, urlRegion, service = 'lambda', region = urlRegion] = HOST.exec(host.toLowerCase()) ?? [];
  if (region) {
    last = { host, told: { region, service } };
    return last.told;
  }
  throw new SigV4Error(
    'UnknownScope',
    `the host ${JSON.stringify(host)} tells no region and service: give both`,
  );
}

// Either the region of a function URL, or the service and the region of an endpoint.
const HOST =
  /^(?:[\w-]+\.lambda-url\.([a-z]+-[a-z-]+-\d+)\.(?:on\.aws|localhost)|(?:.*\.)?([\w-]+)\.([a-z]+-[a-z-]+-\d+)\.amazonaws\.com(?:\.cn)?)(?::\d+)?$/;

// A process that signs mostly calls one host.
let last:
  { readonly host: string; readonly told: { readonly region: string; readonly service: string } } | undefined;
