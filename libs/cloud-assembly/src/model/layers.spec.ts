import { lambda, readStack } from '../testing/assemblies';

const layer = (rest: object = {}) => ({
  Type: 'AWS::Lambda::LayerVersion',
  Metadata: { 'aws:asset:path': 'asset.layer' },
  Properties: { LayerName: 'shared', Content: { S3Bucket: 'b', S3Key: 'layer.zip' } },
  ...rest,
});

it('has the layers of a function in its order, with their code', () => {
  const { functions, problems } = readStack({
    Resources: {
      Shared: layer(),
      Other: layer({ Properties: { LayerName: 'other', Content: { S3Key: 'x' } } }),
      Fn: lambda({ Layers: [{ Ref: 'Other' }, { Ref: 'Shared' }] }),
    },
  });
  expect(problems).toEqual([]);
  expect(functions[0]?.layers).toEqual([
    {
      arn: 'arn:aws:lambda:us-east-1:000000000000:layer:other:1',
      code: { kind: 'asset', path: 'asset.layer' },
    },
    {
      arn: 'arn:aws:lambda:us-east-1:000000000000:layer:shared:1',
      code: { kind: 'asset', path: 'asset.layer' },
    },
  ]);
});

it('names a layer that is not in the assembly, and one whose content is not', () => {
  const { functions, problems } = readStack({
    Resources: {
      InS3: layer({ Metadata: {} }),
      Fn: lambda({ Layers: ['arn:aws:lambda:us-east-1:1:layer:theirs:7', { Ref: 'InS3' }] }),
    },
  });
  expect(functions[0]?.layers).toMatchObject([{ code: { kind: 'unsupported' } }]);
  expect(problems.map(({ path }) => path)).toEqual(['App.InS3.Content', 'App.Fn.Layers.0']);
});
