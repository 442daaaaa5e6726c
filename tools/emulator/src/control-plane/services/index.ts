import type { Service } from '../operation';
import { restXml } from '../protocols/rest-xml';
import { cloudTrail } from './cloudtrail';
import { ec2 } from './ec2';
import { iam } from './iam';
import { lambda } from './lambda';
import { sts } from './sts';

/** Every service that is here, by its signing name. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  [
    cloudTrail,
    ec2,
    iam,
    lambda,
    sts,
    // Nothing yet but its own way of saying so.
    { name: 's3', protocol: restXml, operations: [] } satisfies Service,
  ].map((service) => [service.name, service]),
);
