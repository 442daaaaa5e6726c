import fc from 'fast-check';
import { eniQuery, findEnis, type Source } from '../src/index';
import { eniOf, functionVersionOf } from '../src/shapes-of-aws';
import { ACCOUNT, ENI, functionArn, NOW } from './fixtures';

// AWS's findEniAssociations looks at functions and versions only, by subnet and the sorted list of groups, and, where
// none fits, at changes of groups in CloudTrail. Over accounts at random the same is found here.

interface Version {
  readonly arn: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
}
interface Situation {
  readonly subnet: string;
  readonly groups: readonly string[];
  readonly versions: readonly Version[];
  readonly changed: boolean;
}

/** What the script prints: who uses the interface, or may, and which of its four texts it ends with. */
function script({ subnet, groups, versions, changed }: Situation): { ending: string; arns: string[] } {
  const sameSubnet = versions.filter(({ subnets }) => subnets.includes(subnet));
  if (sameSubnet.length === 0) return { ending: 'no function in the subnet', arns: [] };
  const sorted = (list: readonly string[]): string => [...list].sort().join('\n');
  const same = sameSubnet.filter((each) => sorted(each.groups) === sorted(groups));
  if (same.length > 0) return { ending: 'in use', arns: same.map(({ arn }) => arn) };
  return changed
    ? { ending: 'changed', arns: sameSubnet.map(({ arn }) => arn) }
    : { ending: 'no change', arns: [] };
}

function source({ subnet, groups, versions, changed }: Situation): Source {
  return {
    region: async () => 'eu-west-1',
    account: async () => ACCOUNT,
    async *enis() {
      yield [
        eniOf({
          NetworkInterfaceId: ENI,
          InterfaceType: 'lambda',
          Status: 'in-use',
          SubnetId: subnet,
          OwnerId: ACCOUNT,
          Groups: groups.map((GroupId) => ({ GroupId })),
        }),
      ];
    },
    async *functions() {
      for (const { arn, subnets, groups: SecurityGroupIds } of versions)
        yield [
          functionVersionOf({ FunctionArn: arn, VpcConfig: { SubnetIds: [...subnets], SecurityGroupIds } }),
        ];
    },
    async *mappings() {
      yield [];
    },
    functionState: async () => undefined,
    role: async () => undefined,
    roleWithId: async () => undefined,
    mayDelete: async () => true,
    async *events(name) {
      yield changed && name === 'ModifyNetworkInterfaceAttribute'
        ? [{ kind: 'groups-changed', at: NOW, by: 'mallory', eni: ENI }]
        : [];
    },
  };
}

const subnet = fc.constantFrom('subnet-1', 'subnet-2', 'subnet-3');
const groups = fc.uniqueArray(fc.constantFrom('sg-1', 'sg-2', 'sg-3', 'sg-4'), {
  minLength: 1,
  maxLength: 3,
});
const situation: fc.Arbitrary<Situation> = fc.record({
  subnet,
  groups,
  changed: fc.boolean(),
  versions: fc
    .array(
      fc.record({
        qualifier: fc.constantFrom('$LATEST', '1', '2'),
        subnets: fc.uniqueArray(subnet, { maxLength: 3 }),
        groups,
      }),
      { maxLength: 8 },
    )
    .map((all) =>
      all.map(({ qualifier, ...rest }, index) => ({ arn: functionArn(`f-${index}`, qualifier), ...rest })),
    ),
});

it('finds the same holders as AWS’s script', async () => {
  await fc.assert(
    fc.asyncProperty(situation, async (given) => {
      const [report] = await findEnis(source(given), eniQuery({ enis: [ENI] }), { now: NOW });
      const { ending, arns } = script(given);
      const isHeld = report?.verdict?.startsWith('IN_USE_BY_') ?? false;
      expect(isHeld).toBe(ending === 'in use');
      // The script does not look for changes where the subnet has no function.
      if (ending !== 'no function in the subnet') {
        expect(report?.holders.map(({ arn }) => arn).sort()).toEqual(arns.sort());
        expect(report?.verdict === 'SG_CHANGED_OUTSIDE').toBe(ending === 'changed');
      }
    }),
    { numRuns: 300 },
  );
});
