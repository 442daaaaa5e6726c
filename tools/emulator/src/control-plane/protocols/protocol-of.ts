import type { RequestHead } from '../../gateway/received-request';
import { awsJson } from './aws-json';
import type { Protocol } from './protocol';
import { query } from './query';
import { restJson } from './rest-json';

/** The protocol in which a request seems to be written that is for no service here: its sender shall understand the refusal. */
export function protocolOf({ headers }: RequestHead): Protocol {
  const header = (wanted: string): string | undefined =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (header('x-amz-target') !== undefined) return awsJson;
  return header('content-type')?.startsWith('application/x-www-form-urlencoded') ? query : restJson;
}
