import { entries, own } from '../json';
import { joinInside } from '../paths';
import type { ManifestReading } from './manifest';

/**
 * The file assets of a stack, by object key and by hash (the key's name without its ending).
 * A manifest that cannot be read, or an asset outside the assembly, is a problem.
 */
export function readAssetManifests(
  reading: ManifestReading,
  folder: string,
  stack: string,
  artifact: unknown,
  artifacts: unknown,
): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  for (const file of assetManifestFiles(artifact, artifacts)) {
    const manifest = readManifestFile(reading, folder, file, stack);
    for (const [hash, asset] of entries(own(manifest, 'files'))) {
      const source = own(own(asset, 'source'), 'path');
      const path = typeof source === 'string' ? joinInside(folder, source) : undefined;
      if (path === undefined) {
        reading.report({
          path: `${stack}.${file}.files.${hash}`,
          message: 'the asset has no path inside the assembly; code that needs it is left out',
        });
        continue;
      }
      assets.set(hash, path);
      for (const [, destination] of entries(own(asset, 'destinations'))) {
        const key = own(destination, 'objectKey');
        if (typeof key === 'string') assets.set(key, path);
      }
    }
  }
  return assets;
}

/** The path of the asset that an object key stands for; prefixes and endings of the key do not matter. */
export function assetByKey(assets: ReadonlyMap<string, string>, objectKey: string): string | undefined {
  const name = objectKey.slice(objectKey.lastIndexOf('/') + 1);
  const hash = name.replace(/\.[A-Za-z0-9]+$/, '');
  return assets.get(objectKey) ?? assets.get(name) ?? assets.get(hash);
}

function assetManifestFiles(artifact: unknown, artifacts: unknown): readonly string[] {
  const dependencies = own(artifact, 'dependencies');
  const additional = own(own(artifact, 'properties'), 'additionalDependencies');
  const ids = new Set([dependencies, additional].flatMap((list) => (Array.isArray(list) ? list : [])));
  return entries(artifacts).flatMap(([id, other]) => {
    const file = own(own(other, 'properties'), 'file');
    return ids.has(id) && own(other, 'type') === 'cdk:asset-manifest' && typeof file === 'string'
      ? [file]
      : [];
  });
}

function readManifestFile(reading: ManifestReading, folder: string, file: string, stack: string): unknown {
  const path = joinInside(folder, file);
  try {
    if (path !== undefined) return JSON.parse(reading.files.readText(path));
  } catch {
    // Reported below, whatever it was: the functions that need an asset then say so themselves.
  }
  reading.report({
    path: `${stack}.${file}`,
    message: 'the asset manifest is missing or not JSON; its assets are not found',
  });
  return undefined;
}
