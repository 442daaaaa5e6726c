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
  const labels = host.replace(PORT, '').toLowerCase().split('.');
  const [, kind, region = '', ...rest] = labels;
  const suffix = rest.join('.');
  if (kind === 'lambda-url' && REGION.test(region) && (suffix === 'on.aws' || suffix === 'localhost')) {
    return { region, service: 'lambda' };
  }
  const end = labels.lastIndexOf('amazonaws');
  const tail = labels.slice(end + 1).join('.');
  const endpointRegion = labels[end - 1] ?? '';
  const service = labels[end - 2];
  if (end > 1 && (tail === 'com' || tail === 'com.cn') && service && REGION.test(endpointRegion)) {
    return { region: endpointRegion, service };
  }
  throw new SigV4Error(
    'UnknownScope',
    `the host ${JSON.stringify(host.slice(0, 260))} does not tell its region and service: give both as options`,
  );
}

const PORT = /:\d*$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
