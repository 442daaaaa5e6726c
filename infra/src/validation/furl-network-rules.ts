import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { AssemblyError, type EnvironmentNetwork } from '@furl/cloud-assembly';
import { change, type Finding, findings } from '@furl/hyperplane';
import { withoutReason } from './acknowledgements';
import { Places } from './places';
import { assembliesOf, networksIn, previousNetworks } from './networks';

/** What the {@link FurlNetworkRules} compare with. */
export interface FurlNetworkRulesProps {
  /**
   * The folder of the assembly that is deployed. What goes wrong on the way from one template to another is found only with it.
   * @default - none: the templates are judged by themselves
   */
  readonly against?: string;
}

/**
 * The design rules for functions in a private network, held against every synthesis: interfaces that could be shared, groups,
 * subnets, routes, what a function needs and cannot reach, URLs that are open to all. Errors stop the synthesis, warnings do not.
 *
 * A rule is acknowledged by `Furl::` and its id on the construct that the report names, or on any construct above it. CDK itself
 * takes acknowledged findings out and keeps them in `validation-report.json` with their reasons; here it is seen to that there is
 * a reason.
 *
 * @example
 * Validations.of(app).addPlugins(new FurlNetworkRules());
 * Validations.of(worker).acknowledge({ id: 'Furl::ONE_SUBNET', reason: 'The licence server is in one zone only.' });
 */
export class FurlNetworkRules implements IPolicyValidationPlugin {
  readonly name = 'Furl';
  private readonly against: string | undefined;

  constructor({ against }: FurlNetworkRulesProps = {}) {
    this.against = against;
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = [...withoutReason(context.appConstruct, this.name), ...this.judgeAll(context)];
    return { success: violations.every(({ severity }) => severity === 'warning'), violations };
  }

  private judgeAll(context: IPolicyValidationContext): PolicyViolation[] {
    try {
      const places = new Places(context);
      return assembliesOf(context).flatMap((assembly) => {
        const previous = this.against === undefined ? [] : previousNetworks(this.against, assembly);
        return networksIn(assembly.folder).flatMap((network) => [
          ...judge(network, places),
          ...judgeChange(network, previous, places),
          ...unread(network, places),
        ]);
      });
    } catch (error) {
      // The CLI takes a plugin that throws for one that has found nothing (aws-cdk 2.1148.1), and the synthesis would pass.
      return [notChecked(error)];
    }
  }
}

function judge(network: EnvironmentNetwork, places: Places): PolicyViolation[] {
  return findings(network).map((finding) =>
    violationOf(finding, places.ofSubject(finding.subject, [network])),
  );
}

/** What happens on the way from what is deployed; nothing for an environment to which nothing is deployed. */
function judgeChange(
  after: EnvironmentNetwork,
  previous: readonly EnvironmentNetwork[],
  places: Places,
): PolicyViolation[] {
  const before = previous.find(
    ({ accountId, region }) => accountId === after.accountId && region === after.region,
  );
  if (before === undefined) return [];
  return change(before, after).warnings.map((finding) =>
    violationOf(finding, places.ofSubject(finding.subject, [after, before])),
  );
}

/** What is left out as a whole is under no rule, which has to be said. */
function unread(network: EnvironmentNetwork, places: Places): PolicyViolation[] {
  return network.problems.map(({ path, message }) => ({
    ruleName: 'NOT_READ',
    severity: 'warning',
    description: `${path}: ${message}`,
    fix: 'check by hand what is left out: none of the rules saw it',
    violatingResources: places.ofPath(path, network),
  }));
}

/** What cannot be read stops the synthesis; who knows better says so on the app. */
function notChecked(error: unknown): PolicyViolation {
  return {
    ruleName: 'NOT_CHECKED',
    severity: 'error',
    description: `no rule is checked: ${error instanceof Error ? error.message : String(error)}`,
    fix:
      error instanceof AssemblyError
        ? 'correct what cannot be read, or acknowledge on the app that none of the rules is checked'
        : 'this is a fault of the rules and not of the app: report it, and acknowledge it on the app until it is corrected',
    violatingResources: [{ constructPath: '', locations: [] }],
  };
}

function violationOf(
  { id, severity, message, remedy }: Finding,
  violatingResources: PolicyViolation['violatingResources'],
): PolicyViolation {
  return { ruleName: id, severity, description: message, fix: remedy, violatingResources };
}
