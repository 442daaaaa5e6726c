import type { FunctionCode } from '../cloud-assembly';
import { own, show } from '../json';
import { joinInside } from '../paths';
import { assetByKey } from '../reading/assets';
import { text } from './properties';
import type { LiveResource } from './resources';

/**
 * Where a function's code is: by the path that CDK notes on the resource (`aws:asset:path`), else by the
 * object key, which holds the hash under which the asset manifest has the file.
 */
export function functionCode(live: LiveResource): FunctionCode {
  const code = own(live.resource.properties, 'Code');
  if (own(code, 'ZipFile') !== undefined) {
    const inline = text(live, 'Code', 'ZipFile');
    return inline === undefined
      ? unsupported(live, 'its inline code is not a text')
      : { kind: 'inline', text: inline };
  }
  if (own(code, 'ImageUri') !== undefined) return unsupported(live, 'its code is a container image');
  const noted = own(live.resource.metadata, 'aws:asset:path');
  if (typeof noted === 'string') {
    const path = joinInside(live.stack.folder, noted);
    if (path !== undefined) return { kind: 'asset', path };
    return unsupported(live, `its asset ${show(noted)} lies outside the assembly: synthesise with staging`);
  }
  if (own(code, 'S3Key') === undefined) return unsupported(live, 'it has no code that is understood');
  const key = text(live, 'Code', 'S3Key');
  const path = key === undefined ? undefined : assetByKey(live.stack.assets, key);
  if (path !== undefined) return { kind: 'asset', path };
  return unsupported(live, `its code ${show(key)} is in S3, not in the assembly`);
}

function unsupported(live: LiveResource, reason: string): FunctionCode {
  live.scope.at('Code').report(`${reason}; the function cannot be run`);
  return { kind: 'unsupported', reason };
}
