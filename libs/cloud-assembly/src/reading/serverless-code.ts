import { isObject, own, type JsonObject } from '../json';

/** Under this name the metadata of a function or a layer says that it is one of SAM, which builds its code. */
export const FROM_SAM = 'FromSam';

/** What an AWS::Serverless::LayerVersion becomes. It keeps its logical id here; SAM adds a hash of its content to it. */
export function expandLayer(id: string, resource: JsonObject): JsonObject {
  const properties = own(resource, 'Properties');
  const { code, metadata } = codeOf(properties, 'ContentUri');
  return {
    ...resource,
    Type: 'AWS::Lambda::LayerVersion',
    Metadata: { ...(own(resource, 'Metadata') as object | undefined), ...metadata, [FROM_SAM]: true },
    Properties: {
      LayerName: own(properties, 'LayerName') ?? id,
      ...(code === undefined ? {} : { Content: code }),
    },
  };
}

/**
 * What `CodeUri` or `ContentUri` becomes: `Code` or `Content`, and metadata. A local path is one from the template; one of
 * S3 is a key of the assembly's assets, or not here at all.
 */
export function codeOf(
  properties: unknown,
  property: 'CodeUri' | 'ContentUri',
): { readonly code: unknown; readonly metadata: JsonObject } {
  const inline = own(properties, 'InlineCode');
  if (inline !== undefined) return { code: { ZipFile: inline }, metadata: {} };
  const image = own(properties, 'ImageUri');
  if (image !== undefined) return { code: { ImageUri: image }, metadata: {} };
  const uri = own(properties, property);
  if (isObject(uri) && (own(uri, 'Key') !== undefined || own(uri, 'Bucket') !== undefined)) {
    return { code: { S3Bucket: own(uri, 'Bucket'), S3Key: own(uri, 'Key') }, metadata: {} };
  }
  // SAM resolves what is not written out; what it comes to is known later.
  if (typeof uri !== 'string') return { code: uri, metadata: {} };
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (key !== undefined) return { code: { S3Bucket: bucket, S3Key: key }, metadata: {} };
  return { code: undefined, metadata: { 'aws:asset:path': uri } };
}
