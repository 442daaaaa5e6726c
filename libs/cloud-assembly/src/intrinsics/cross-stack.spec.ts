import { readCloudAssembly } from '../read-cloud-assembly';
import { inMemory, lambda, target } from '../testing/assemblies';

const stack = (id: string, account: string, region: string, stackName: string) => ({
  [id]: {
    type: 'aws:cloudformation:stack',
    environment: `aws://${account}/${region}`,
    properties: { templateFile: `${id}.json`, stackName },
  },
});
const giver = (value: string) => ({ Outputs: { Out: { Value: value, Export: { Name: 'shared' } } } });
const ROLE = 'arn:aws:iam::222222222222:role/reader';

/** Three stacks of one name and one export, in different places, and one that asks for a value. */
const ask = (value: unknown) => {
  const { functions, problems } = readCloudAssembly(
    inMemory({
      'manifest.json': {
        artifacts: {
          ...stack('Far', '111111111111', 'eu-west-1', 'Giver'),
          ...stack('Foreign', '222222222222', 'us-east-1', 'Giver'),
          ...stack('Near', '111111111111', 'us-east-1', 'Giver'),
          ...stack('Asker', '111111111111', 'us-east-1', 'Asker'),
        },
      },
      'Far.json': giver('far'),
      'Foreign.json': giver('foreign'),
      'Near.json': giver('near'),
      'Asker.json': { Resources: { Fn: lambda({ Environment: { Variables: { VALUE: value } } }) } },
    }),
    target,
  );
  return { value: functions[0]?.environment['VALUE'], problems };
};

describe('values of other stacks', () => {
  it.each([
    ['an import stays in its account and region', { 'Fn::ImportValue': 'shared' }, 'near'],
    [
      'an output comes from the own region',
      { 'Fn::GetStackOutput': { StackName: 'Giver', OutputName: 'Out' } },
      'near',
    ],
    [
      'an output comes from the region that is named',
      { 'Fn::GetStackOutput': { StackName: 'Giver', OutputName: 'Out', Region: 'eu-west-1' } },
      'far',
    ],
    [
      'an output comes from the account of the role',
      { 'Fn::GetStackOutput': { StackName: 'Giver', OutputName: 'Out', RoleArn: ROLE } },
      'foreign',
    ],
  ])('%s', (_rule, value, expected) => {
    expect(ask(value)).toEqual({ value: expected, problems: [] });
  });

  it('are a problem when no stack in the region has them', () => {
    const { problems } = ask({
      'Fn::GetStackOutput': { StackName: 'Giver', OutputName: 'Out', Region: 'us-west-2' },
    });

    expect(problems).toMatchObject([{ path: 'Asker.Fn.Environment.Variables.VALUE' }]);
  });
});
