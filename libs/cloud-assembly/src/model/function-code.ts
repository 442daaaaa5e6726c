import type { FunctionCode } from '../cloud-assembly';
import { own, show } from '../json';
import { joinAnywhere, joinInside } from '../paths';
import { assetByKey } from '../reading/assets';
import { FROM_SAM } from '../reading/serverless-code';
import { isCall } from '../resolving/scope';
import { text } from './properties';
import type { LiveResource } from './resources';

/** Where a function's code is: inline, or the asset. */
export function functionCode(live: LiveResource): FunctionCode {
  const code = own(live.resource.properties, 'Code');
  if (own(code, 'ZipFile') !== undefined) {
    const inline = text(live, 'Code', 'ZipFile');
    return inline === undefined
      ? unsupported(live, 'its inline code is not a text')
      : { kind: 'inline', text: inline };
  }
  if (own(code, 'ImageUri') !== undefined || own(live.resource.properties, 'PackageType') === 'Image') {
    return unsupported(live, 'its code is a container image');
  }
  return assetCode(live, 'Code', 'the function cannot be run');
}

/** Where the content of an AWS::Lambda::LayerVersion is. */
export function layerCode(live: LiveResource): FunctionCode {
  return assetCode(live, 'Content', 'functions run without the layer');
}

/**
 * By the path that CDK notes on the resource (`aws:asset:path`), else by the object key, which holds the hash under
 * which the asset manifest has the file.
 */
function assetCode(live: LiveResource, property: 'Code' | 'Content', consequence: string): FunctionCode {
  const { stack, resource } = live;
  const noted = own(resource.metadata, 'aws:asset:path');
  const no = (reason: string): FunctionCode => unsupported(live, reason, property, consequence);
  if (stack.isWritten === true) return writtenCode(live, property, no);
  if (typeof noted === 'string') {
    const path = joinInside(stack.folder, noted);
    if (path !== undefined) return { kind: 'asset', path };
    return no(`its asset ${show(noted)} lies outside the assembly: synthesise with staging`);
  }
  const code = own(resource.properties, property);
  if (own(code, 'S3Key') === undefined) return no('it has no code that is understood');
  const key = text(live, property, 'S3Key');
  const path = key === undefined ? undefined : assetByKey(stack.assets, key);
  if (path !== undefined) return { kind: 'asset', path };
  return no(`its code ${show(key)} is in S3, not in the assembly`);
}

/**
 * The code of a template that somebody wrote: a local path in the place of the S3 object that `aws cloudformation package`
 * makes of it, `CodeUri` or `ContentUri` of SAM, or what CDK notes where it is a template of an assembly.
 */
function writtenCode(
  live: LiveResource,
  property: 'Code' | 'Content',
  no: (reason: string) => FunctionCode,
): FunctionCode {
  const { stack, resource } = live;
  const isSam = own(resource.metadata, FROM_SAM) === true;
  const code = own(resource.properties, property);
  // `sam build` takes the template's folder where nothing is said, and no packaged template says nothing.
  const fallback = isSam && code === undefined ? '.' : undefined;
  const given = typeof code === 'string' || isCall(code) ? text(live, property) : undefined;
  const local = [own(resource.metadata, 'aws:asset:path'), given, fallback].find(
    (each) => typeof each === 'string',
  );
  if (typeof local === 'string' && !local.startsWith('s3://')) {
    return {
      kind: 'asset',
      path: joinAnywhere(stack.folder, local),
      packagedBy: isSam ? 'sam' : 'cloudformation',
    };
  }
  if (local === undefined && own(code, 'S3Key') === undefined) return no('it has no code that is understood');
  const [bucket, key] = ['S3Bucket', 'S3Key'].map((name) => text(live, property, name) ?? '?');
  const object = local === undefined ? `s3://${bucket}/${key}` : String(local);
  return no(`its code ${object} is in S3, not on this machine: name the template as it was before packaging`);
}

function unsupported(
  live: LiveResource,
  reason: string,
  property = 'Code',
  consequence = 'the function cannot be run',
): FunctionCode {
  const isSam = own(live.resource.metadata, FROM_SAM) === true;
  const written = !isSam ? property : property === 'Code' ? 'CodeUri' : 'ContentUri';
  live.scope.at(written).report(`${reason}; ${consequence}`);
  return { kind: 'unsupported', reason };
}
