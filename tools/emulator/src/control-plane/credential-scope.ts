import type { RequestHead } from '../gateway/received-request';
import { formFields } from './protocols/form-fields';

/** Where a request says that it is going. */
export interface ClaimedScope {
  readonly region: string;
  readonly service: string;
}

/**
 * Reads region and service from the credential scope, as AWS's front end does to find the service: the host name is the
 * same for all of them here. Nothing is believed by it; the signature is verified for just this scope.
 *
 * @returns undefined when the request names none: then it is not signed, or not as Signature Version 4 wants it
 */
export function claimedScope({ headers, rawQueryString }: RequestHead): ClaimedScope | undefined {
  const authorization = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const [, inHeader] = /\bCredential=([^,\s]{1,512})/.exec(authorization) ?? [];
  const credential = inHeader ?? formFields(rawQueryString).get('X-Amz-Credential') ?? '';
  const [, , region = '', service = ''] = credential.split('/');
  return /^[a-z0-9-]{1,64}$/.test(region) && /^[A-Za-z0-9-]{1,64}$/.test(service)
    ? { region, service }
    : undefined;
}
