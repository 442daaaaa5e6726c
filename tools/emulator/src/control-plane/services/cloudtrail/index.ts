import type { Service } from '../../operation';
import { awsJson } from '../../protocols/aws-json';
import { lookupEvents } from './lookup-events';

/** AWS CloudTrail, as far as it is the event history. */
export const cloudTrail: Service = {
  name: 'cloudtrail',
  protocol: awsJson,
  apiVersion: '2013-11-01',
  operations: [lookupEvents],
};
