import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FurlConfig } from '../config';

/** What a {@link RegionalStack} is made of. */
export interface RegionalStackProps {
  /** The Region and its zones. */
  readonly config: FurlConfig;
  /** What the stack is for, in a sentence; CloudFormation shows it. */
  readonly description: string;
}

/**
 * A stack with a Region but no account, which knows its zones: nothing is looked up, so synthesis needs neither credentials nor
 * a network, and every account gets the same template.
 */
export class RegionalStack extends Stack {
  private readonly zones: readonly string[];

  constructor(scope: Construct, id: string, props: RegionalStackProps) {
    super(scope, id, { env: { region: props.config.region }, description: props.description });
    this.zones = props.config.subnets.map(({ availabilityZone }) => availabilityZone);
  }

  override get availabilityZones(): string[] {
    return [...this.zones];
  }
}
