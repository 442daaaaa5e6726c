import { readCloudAssembly } from '@furl/cloud-assembly';
import { assemblyFiles } from './assembly';

it('is an assembly that the emulator’s reader takes without a complaint', () => {
  const files = assemblyFiles(
    [
      { name: 'public', authType: 'NONE' },
      { name: 'signed', authType: 'AWS_IAM' },
    ],
    'nodejs20.x',
  );
  const { functions, functionUrls, problems } = readCloudAssembly(
    { readText: (path) => JSON.stringify(files[path]) },
    {
      accountId: '123456789012',
      defaultRegion: 'us-east-1',
      functionUrl: ({ urlId, region }) => `http://${urlId}.lambda-url.${region}.localhost/`,
    },
  );
  expect(problems).toEqual([]);
  expect(functions.map(({ functionName, region }) => [functionName, region])).toEqual([
    ['public', 'eu-west-1'],
    ['signed', 'eu-west-1'],
  ]);
  expect(functionUrls.map(({ authType }) => authType)).toEqual(['NONE', 'AWS_IAM']);
});

it('opens only the public URL to everybody', () => {
  const permissionsOf = (authType: 'AWS_IAM' | 'NONE'): number =>
    JSON.stringify(assemblyFiles([{ name: 'a', authType }], 'nodejs20.x')).split('AWS::Lambda::Permission')
      .length - 1;
  expect(permissionsOf('NONE')).toBe(2);
  expect(permissionsOf('AWS_IAM')).toBe(0);
});
