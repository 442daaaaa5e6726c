import type { Service } from '../operation';
import { ec2Query } from '../protocols/ec2-query';
import { restXml } from '../protocols/rest-xml';
import { lambda } from './lambda';
import { sts } from './sts';

/** Every service that is here, by its signing name. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  [
    lambda,
    sts,
    // Nothing yet but their own ways of saying so.
    { name: 'ec2', protocol: ec2Query, apiVersion: '2016-11-15', operations: [] } satisfies Service,
    { name: 's3', protocol: restXml, operations: [] } satisfies Service,
  ].map((service) => [service.name, service]),
);
