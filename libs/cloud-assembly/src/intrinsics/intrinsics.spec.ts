import { evaluate } from '../testing/assemblies';

const template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Count: { Type: 'Number', Default: 3 },
    Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/secret' },
    Asked: { Type: 'String' },
  },
  Mappings: { Sizes: { dev: { Memory: 256, Zones: ['x', 'y'] } } },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
    Unknown: { 'Fn::Equals': [{ Ref: 'Secret' }, 'x'] },
    BothOrUnknown: { 'Fn::And': [{ Condition: 'Unknown' }, { Condition: 'IsDev' }] },
    EitherOrUnknown: { 'Fn::Or': [{ Condition: 'Unknown' }, { Condition: 'IsDev' }] },
    Loop: { 'Fn::Not': [{ Condition: 'Loop' }] },
  },
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', Path: '/service-role/' } },
    Other: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'other', Code: { ZipFile: '' } } },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Other' } } },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { 'Fn::GetAtt': ['Other', 'Arn'] }, Name: 'live', FunctionVersion: '1' },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/logs' } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
    NamedTable: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 't' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'n' } },
    Absent: { Type: 'AWS::IAM::Role', Condition: 'IsProd' },
    Zone: { Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZone: 'us-east-1a' } },
  },
};
const list = (value: unknown) => ({ 'Fn::Join': ['|', value] });

describe('intrinsic functions', () => {
  it.each([
    [{ Ref: 'Stage' }, 'dev'],
    [{ Ref: 'Count' }, '3'],
    [list({ Ref: 'Zones' }), 'a|b'],
    [{ Ref: 'AWS::AccountId' }, '000000000000'],
    [{ Ref: 'AWS::Region' }, 'us-east-1'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::StackName' }, 'App'],
    [{ Ref: 'Role' }, 'r'],
    [{ Ref: 'Other' }, 'other'],
    [{ Ref: 'Version' }, 'arn:aws:lambda:us-east-1:000000000000:function:other:1'],
    [{ Ref: 'Alias' }, 'arn:aws:lambda:us-east-1:000000000000:function:other:live'],
    [{ 'Fn::GetAtt': ['Version', 'Version'] }, '1'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::000000000000:role/service-role/r'],
    [{ 'Fn::GetAtt': 'Role.Arn' }, 'arn:aws:iam::000000000000:role/service-role/r'],
    [{ 'Fn::GetAtt': ['Logs', 'Arn'] }, 'arn:aws:logs:us-east-1:000000000000:log-group:/logs:*'],
    [{ 'Fn::GetAtt': ['Zone', 'AvailabilityZone'] }, 'us-east-1a'],
    [{ Ref: 'NamedTable' }, 't'],
    [{ 'Fn::GetAtt': ['NamedTable', 'Arn'] }, 'arn:aws:dynamodb:us-east-1:000000000000:table/t'],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::b'],
    [{ Ref: 'Queue' }, 'https://sqs.us-east-1.amazonaws.com/000000000000/q'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:q'],
    [{ Ref: 'Topic' }, 'arn:aws:sns:us-east-1:000000000000:n'],
    [{ 'Fn::Sub': 'x-${Stage}-${AWS::Region}-${!Stage}-${' }, 'x-dev-us-east-1-${Stage}-${'],
    [
      { 'Fn::Sub': ['${Own}-${Stage}-${Logs.Arn}', { Own: { Ref: 'Role' } }] },
      'r-dev-arn:aws:logs:us-east-1:000000000000:log-group:/logs:*',
    ],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1, { Ref: 'AWS::NoValue' }]] }, 'a-dev-1'],
    [{ 'Fn::Select': [1, { Ref: 'Zones' }] }, 'b'],
    [{ 'Fn::Select': ['0', { 'Fn::Split': ['/', 'x/y'] }] }, 'x'],
    [{ 'Fn::If': ['IsDev', 'yes', { Ref: 'Nowhere' }] }, 'yes'],
    [{ 'Fn::If': ['IsProd', { Ref: 'Nowhere' }, 'no'] }, 'no'],
    [{ 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    [{ 'Fn::If': ['EitherOrUnknown', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'Memory'] }, '256'],
    [{ 'Fn::FindInMap': ['Sizes', 'prod', 'Memory', { DefaultValue: { Ref: 'Stage' } }] }, 'dev'],
    [list({ 'Fn::FindInMap': ['Sizes', 'dev', 'Zones'] }), 'x|y'],
    [{ 'Fn::Base64': 'hé' }, 'aMOp'],
    [{ 'Fn::Length': { Ref: 'Zones' } }, '2'],
    [{ 'Fn::ToJsonString': { a: [{ Ref: 'Stage' }] } }, '{"a":["dev"]}'],
    [list({ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }), '10.0.0.0/24|10.0.1.0/24|10.0.2.0/24'],
    [list({ 'Fn::Cidr': ['2001:db8::/56', 2, 64] }), '2001:db8::/64|2001:db8:0:1::/64'],
  ])('%j gives %j', (value, expected) => {
    expect(evaluate(value, template)).toEqual({ value: expected, problems: [] });
  });

  it('leaves a variable out that has no value', () => {
    expect(evaluate({ Ref: 'AWS::NoValue' }, template)).toEqual({ value: undefined, problems: [] });
  });

  it.each([
    [{ Ref: 'Nowhere' }, 'no resource or parameter "Nowhere"'],
    [{ Ref: 'Secret' }, 'read from Systems Manager'],
    [{ Ref: 'Asked' }, 'has no default'],
    [{ Ref: 'Table' }, 'known only to AWS'],
    [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }, 'the attribute StreamArn of Table (AWS::DynamoDB::Table)'],
    [{ 'Fn::GetAtt': ['NamedTable', 'StreamArn'] }, 'the attribute StreamArn'],
    [{ 'Fn::GetAtt': ['Role', '__proto__'] }, '__proto__'],
    [{ 'Fn::Sub': '${Role.RoleId.}' }, 'the attribute RoleId. of Role'],
    [{ Ref: 'Absent' }, 'its condition IsProd is false'],
    [{ 'Fn::If': ['Unknown', 'a', 'b'] }, 'whether Unknown holds is not known'],
    [{ 'Fn::If': ['BothOrUnknown', 'a', 'b'] }, 'whether BothOrUnknown holds is not known'],
    [{ 'Fn::If': ['Loop', 'a', 'b'] }, 'depends on itself'],
    [{ 'Fn::If': ['Nowhere', 'a', 'b'] }, 'no condition "Nowhere"'],
    [{ 'Fn::ImportValue': 'nobody' }, 'no stack of the assembly exports "nobody"'],
    [{ 'Fn::GetStackOutput': { StackName: 'No', OutputName: 'O' } }, 'no stack "No" in us-east-1'],
    [{ 'Fn::GetStackOutput': { StackName: 'App', OutputName: 'O' } }, 'no output "O"'],
    [list({ 'Fn::GetAZs': '' }), 'only AWS knows the availability zones'],
    [{ 'Fn::Transform': {} }, 'Fn::Transform is not understood'],
    [{ Ref: 'Stage', Other: 1 }, 'other keys beside it'],
    ['{{resolve:secretsmanager:db:SecretString}}', 'read by CloudFormation at deployment'],
    [{ a: 1 }, 'is not a text'],
    [[1], 'is not a text'],
    [null, 'is not a text'],
  ])('%j is a problem that says why, and where', (value, message) => {
    const { problems } = evaluate(value, template);

    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
    expect(problems[0]?.path).toMatch(/^App\.Fn\.Environment\.Variables\.VALUE/);
  });

  it.each([
    'Ref',
    'Fn::Base64',
    'Fn::Cidr',
    'Fn::FindInMap',
    'Fn::GetAtt',
    'Fn::GetStackOutput',
    'Fn::If',
    'Fn::ImportValue',
    'Fn::Join',
    'Fn::Length',
    'Fn::Select',
    'Fn::Split',
    'Fn::Sub',
  ])('%s with an argument of the wrong type is a problem, not a crash', (name) => {
    for (const argument of [null, {}, { Ref: 'Stage', x: 1 }]) {
      expect(evaluate({ [name]: argument }, template).problems).not.toEqual([]);
    }
  });
});
