import { readCloudAssembly } from '../read-cloud-assembly';
import { inMemory, lambda, target } from '../testing/assemblies';

const NAME = '/cdk/exports/There/HereUrl';
const stack = (name: string, region: string, account = '111122223333') => ({
  type: 'aws:cloudformation:stack',
  environment: `aws://${account}/${region}`,
  properties: { templateFile: `${name}.json` },
});
const read = (writer: { readonly region: unknown; readonly account?: string }) =>
  readCloudAssembly(
    inMemory({
      'manifest.json': {
        artifacts: { Here: stack('Here', 'us-east-1', writer.account), There: stack('There', 'eu-west-1') },
      },
      'Here.json': {
        Resources: {
          Fn: lambda({ FunctionName: 'f' }),
          Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'f', AuthType: 'AWS_IAM' } },
          Writer: {
            Type: 'Custom::CrossRegionExportWriter',
            Properties: {
              WriterProps: {
                region: writer.region,
                exports: { [NAME]: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] } },
              },
            },
          },
        },
      },
      'There.json': {
        Resources: {
          Reader: {
            Type: 'Custom::CrossRegionExportReader',
            Properties: { ReaderProps: { imports: { [NAME]: `{{resolve:ssm:${NAME}}}` } } },
          },
          Caller: lambda({ Environment: { Variables: { URL: { 'Fn::GetAtt': ['Reader', NAME] } } } }),
        },
      },
    }),
    target,
  );

describe('strong references between regions, as CDK carries them', () => {
  it('resolve through the resource that writes them in the other region', () => {
    const { functions, functionUrls, problems } = read({ region: 'eu-west-1' });

    expect(problems).toEqual([]);
    expect(functions.find(({ logicalId }) => logicalId === 'Caller')?.environment['URL']).toBe(
      functionUrls[0]?.url,
    );
  });

  it.each([
    ['another region', { region: 'eu-west-2' }],
    ['another account', { region: 'eu-west-1', account: '999988887777' }],
    ['nobody knows whom', { region: { Ref: 'Nobody' } }],
  ])('are a problem when they are written for %s', (_what, writer) => {
    expect(read(writer).problems).toMatchObject([{ path: 'There.Caller.Environment.Variables.URL' }]);
  });
});
