import type { Service } from '../../operation';
import { query } from '../../protocols/query';
import { assumeRole } from './assume-role';
import { getCallerIdentity } from './get-caller-identity';

/** AWS Security Token Service. */
export const sts: Service = {
  name: 'sts',
  protocol: query,
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  apiVersion: '2011-06-15',
  operations: [assumeRole, getCallerIdentity],
};
