import fc from 'fast-check';

import { evaluate, lambda, readStack } from '../testing/assemblies';

const nameAs = (FunctionName: unknown) => lambda({ FunctionName });
const messages = (problems: readonly { readonly message: string }[]) =>
  problems.map(({ message }) => message).join('\n');

describe('templates that go in circles', () => {
  it('end with a problem that names the circle', () => {
    const { functions, problems } = readStack({
      Resources: { A: nameAs({ Ref: 'B' }), B: nameAs({ 'Fn::Sub': '${A}x' }) },
    });

    expect(functions).toHaveLength(2);
    expect(messages(problems)).toContain('App: Ref B depends on itself');
  });

  it('end when outputs and exports go in circles too', () => {
    const Outputs = {
      A: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: { 'Fn::ImportValue': 'b' } } },
      B: { Value: { 'Fn::GetStackOutput': { StackName: 'App', OutputName: 'B' } }, Export: { Name: 'a' } },
    };
    const { problems } = evaluate({ 'Fn::ImportValue': 'a' }, { Outputs });

    expect(messages(problems)).toContain('depends on itself');
  });
});

describe('templates that ask for too much', () => {
  it('end when every reference doubles the text before it', () => {
    const Resources: Record<string, object> = { F0: nameAs('x'.repeat(50)) };
    for (let index = 1; index < 60; index += 1) {
      Resources[`F${index}`] = nameAs({ 'Fn::Sub': `\${F${index - 1}}\${F${index - 1}}` });
    }

    expect(messages(evaluate({ Ref: 'F59' }, { Resources }).problems)).toContain(
      'more than 1048576 characters',
    );
  });

  it('end when references are chained by the thousand', () => {
    const Resources: Record<string, object> = {};
    for (let index = 0; index < 3000; index += 1) Resources[`F${index}`] = nameAs({ Ref: `F${index + 1}` });

    expect(messages(readStack({ Resources }).problems)).toContain('more than 40 references');
  });

  it.each([
    ['values', '{"Fn::Base64":'.repeat(5000) + '"x"' + '}'.repeat(5000), '[]', 'levels deep'],
    [
      'conditions',
      '{"Fn::If":["C",1,2]}',
      '{"Fn::Not":['.repeat(5000) + '1' + ']}'.repeat(5000),
      'too deeply',
    ],
  ])('end when %s are nested by the thousand', (_what, value, condition, message) => {
    const fn = `{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{"A":${value}}}}}`;
    const template = `{"Conditions":{"C":${condition}},"Resources":{"Fn":${fn}}}`;

    expect(messages(readStack(template).problems)).toContain(message);
  });
});

describe('hostile templates', () => {
  it('have no way to the prototypes of objects', () => {
    const parameters: unknown = JSON.parse('{"__proto__":{"Type":"String","Default":"x"}}');
    const { value, problems } = evaluate({ Ref: '__proto__' }, { Parameters: parameters });

    expect(value).toBe('x');
    expect(problems).toEqual([]);
    expect(messages(evaluate({ Ref: 'constructor' }).problems)).toContain('no resource or parameter');
    expect(({} as Record<string, unknown>)['Type']).toBeUndefined();
  });

  it('keep a variable of the environment that is called __proto__', () => {
    const variables: unknown = JSON.parse('{"__proto__":"x"}');
    const { functions } = readStack({ Resources: { Fn: lambda({ Environment: { Variables: variables } }) } });

    expect(Object.entries(functions[0]?.environment ?? {})).toEqual([['__proto__', 'x']]);
  });

  it('never make the reader throw, whatever stands where', () => {
    const names = [
      'Ref',
      'Fn::Sub',
      'Fn::Join',
      'Fn::If',
      'Fn::GetAtt',
      'Fn::ImportValue',
      'Fn::Cidr',
      'Type',
      'A',
      '__proto__',
    ];
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>('A', 'B', 'A.Arn', '${A}', 'AWS::NoValue', '', 0, -1, true, null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 2 }),
      ),
    }));
    const types = ['Function', 'Url', 'Permission', 'Alias', 'Version'].map((type) => `AWS::Lambda::${type}`);
    const resource = fc.record({
      Type: fc.constantFrom(
        ...types,
        'AWS::IAM::Role',
        'AWS::IAM::Policy',
        'AWS::IAM::ManagedPolicy',
        'AWS::CloudFormation::Stack',
      ),
      Condition: fc.constantFrom(undefined, 'C', 'D'),
      Metadata: value,
      Properties: fc.dictionary(
        fc.constantFrom(
          'FunctionName',
          'Code',
          'Role',
          'Environment',
          'VpcConfig',
          'TargetFunctionArn',
          'AuthType',
          'Cors',
          'Policies',
          'PolicyDocument',
          'Roles',
          'Principal',
          'Action',
          'TemplateURL',
          'Path',
        ),
        value,
      ),
    });
    const template = fc.record({
      Resources: fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), fc.oneof(resource, value)),
      Conditions: fc.dictionary(fc.constantFrom('C', 'D'), value),
      Parameters: value,
      Mappings: value,
      Outputs: fc.dictionary(
        fc.constantFrom('A', 'B'),
        fc.record({ Value: value, Export: fc.record({ Name: value }) }),
      ),
    });
    fc.assert(
      fc.property(template, (each) => {
        const json: unknown = JSON.parse(JSON.stringify(each));

        expect(readStack(json)).toEqual(readStack(json));
      }),
      { numRuns: 300 },
    );
  });
});
