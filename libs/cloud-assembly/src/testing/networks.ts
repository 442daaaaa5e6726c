import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readNetwork, type EnvironmentNetwork, type NetworkTarget } from '../read-network';
import { inMemory } from './assemblies';

/** Reads the network of one of the assemblies in `fixtures/`. */
export function networkOfFixture(name: string, target: NetworkTarget = {}): EnvironmentNetwork {
  const folder = join(__dirname, '..', 'fixtures', name);
  return readNetwork({ files: { readText: (path) => readFileSync(join(folder, path), 'utf8') } }, target);
}

/** Reads the network of a template, given as text or as what stands in it, with the files given beside it. */
export function networkIn(
  template: unknown,
  target: NetworkTarget = {},
  files: Readonly<Record<string, unknown>> = {},
): EnvironmentNetwork {
  return readNetwork(
    { files: inMemory({ 'template.yaml': template, ...files }), template: 'template.yaml' },
    target,
  );
}

/** Reads the network of some resources. */
export function networkWith(resources: object, rest: object = {}): EnvironmentNetwork {
  return networkIn({ Resources: resources, ...rest });
}

/** A resource of EC2. */
export function ec2(type: string, properties: object = {}, rest: object = {}): object {
  return { Type: `AWS::EC2::${type}`, Properties: properties, ...rest };
}

/** A VPC, a subnet and a group, as the specs have them. */
export const BASE = {
  Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16' }),
  Subnet: ec2('Subnet', {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: '10.0.1.0/24',
    AvailabilityZone: 'eu-west-1a',
  }),
  Group: ec2('SecurityGroup', { VpcId: { Ref: 'Vpc' }, GroupDescription: 'functions' }),
};
