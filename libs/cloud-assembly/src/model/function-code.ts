import type { FunctionCode } from '../cloud-assembly';
import { own, show } from '../json';
import { joinInside } from '../paths';
import { assetByKey } from '../reading/assets';
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
  if (own(code, 'ImageUri') !== undefined) return unsupported(live, 'its code is a container image');
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
  const noted = own(live.resource.metadata, 'aws:asset:path');
  const no = (reason: string): FunctionCode => unsupported(live, reason, property, consequence);
  if (typeof noted === 'string') {
    const path = joinInside(live.stack.folder, noted);
    if (path !== undefined) return { kind: 'asset', path };
    return no(`its asset ${show(noted)} lies outside the assembly: synthesise with staging`);
  }
  const code = own(live.resource.properties, property);
  if (own(code, 'S3Key') === undefined) return no('it has no code that is understood');
  const key = text(live, property, 'S3Key');
  const path = key === undefined ? undefined : assetByKey(live.stack.assets, key);
  if (path !== undefined) return { kind: 'asset', path };
  return no(`its code ${show(key)} is in S3, not in the assembly`);
}

function unsupported(
  live: LiveResource,
  reason: string,
  property = 'Code',
  consequence = 'the function cannot be run',
): FunctionCode {
  live.scope.at(property).report(`${reason}; ${consequence}`);
  return { kind: 'unsupported', reason };
}
