import type { PolicyViolation } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The acknowledgements of a plugin's rules that give no reason. CDK accepts them, so they are found here; being fatal, they
 * cannot be acknowledged themselves.
 *
 * @param root where the tree of constructs begins
 * @param plugin the plugin's name, which its rules' ids begin with
 */
export function withoutReason(root: IConstruct, plugin: string): PolicyViolation[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => reasonsIn(data))
      .filter(([id, reason]) => id.startsWith(`${plugin}::`) && reason.trim() === '')
      .map(([id]) => ({
        ruleName: 'ACKNOWLEDGED_WITHOUT_REASON',
        severity: 'fatal',
        description: `${id} is acknowledged without a reason`,
        fix: 'say in reason why the rule does not hold here, or take the acknowledgement away',
        violatingResources: [{ constructPath: construct.node.path, locations: [] }],
      })),
  );
}

/** Rule ids and reasons, as `Validations.acknowledge` records them. */
function reasonsIn(data: unknown): [string, string][] {
  return typeof data === 'object' && data !== null
    ? Object.entries(data).map(([id, reason]) => [id, typeof reason === 'string' ? reason : ''])
    : [];
}
