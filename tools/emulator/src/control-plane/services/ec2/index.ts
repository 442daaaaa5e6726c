import type { Service } from '../../operation';
import { ec2Query } from '../../protocols/ec2-query';
import { deleteNetworkInterface } from './delete-network-interface';
import { withDryRun } from './dry-run';
import { modifyNetworkInterfaceAttribute } from './modify-network-interface-attribute';
import { describeNetworkInterfaces } from './network-interfaces';
import { describeRouteTables } from './route-tables';
import { describeSecurityGroups } from './security-groups';
import { describeSubnets } from './subnets';
import { describeVpcEndpoints } from './vpc-endpoints';
import { describeVpcs } from './vpcs';

/** Amazon EC2, as far as it is the private network of functions. */
export const ec2: Service = {
  name: 'ec2',
  protocol: ec2Query,
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  apiVersion: '2016-11-15',
  operations: [
    deleteNetworkInterface,
    describeNetworkInterfaces,
    describeRouteTables,
    describeSecurityGroups,
    describeSubnets,
    describeVpcEndpoints,
    describeVpcs,
    modifyNetworkInterfaceAttribute,
  ].map(withDryRun),
};
