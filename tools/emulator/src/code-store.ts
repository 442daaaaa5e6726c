import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FunctionCode, LambdaFunction } from '@furl/cloud-assembly';
import { EmulatorError } from './errors';
import { unzip, UnzipError } from './unzip';

/** Where a function's code lies unpacked. */
export type PlacedCode =
  | {
      readonly kind: 'folder';
      /** `LAMBDA_TASK_ROOT`. */
      readonly path: string;
      /** What its layers bring: folders for `NODE_PATH`, first come first served. */
      readonly nodePath: readonly string[];
      /** Layers that are not there, a sentence each. */
      readonly notices: readonly string[];
    }
  /** It cannot be run; `reason` reads on after "… is left out: ". */
  | { readonly kind: 'unsupported'; readonly reason: string };

type Place = { readonly path: string } | { readonly missing: string } | { readonly unsupported: string };

/** Where the code of an assembly comes from, and goes to. */
export interface CodeStoreOptions {
  readonly assemblyFolder: string;
  readonly temporaryRoot: string;
  /** Hears of each folder that is made, before anything is in it. */
  readonly onFolder: (folder: string) => void;
}

/** The file name endings with which AWS's runtime client looks for a handler's module. */
const MODULE_ENDINGS = ['', '.js', '.mjs', '.cjs'];

/**
 * Puts code where it can run: folders stay where they are, archives and inline code are unpacked, each once however
 * many functions and reloads want it.
 */
export class CodeStore {
  private readonly unpacked = new Map<string, Place>();
  private readonly temporary = new Set<string>();
  /** Folders that stand in for an asset: see {@link serveInstead}. */
  private readonly substitutes = new Map<string, string>();

  constructor(private readonly options: CodeStoreOptions) {}

  /**
   * Finds a function's code and that of its layers.
   *
   * @throws EmulatorError BUNDLE_MISSING when it is not where the assembly says
   */
  async place(fn: LambdaFunction): Promise<PlacedCode> {
    const place = await this.placeOf(fn.code);
    if ('unsupported' in place) return { kind: 'unsupported', reason: place.unsupported };
    if ('missing' in place) {
      throw missing(
        `the bundle of ${fn.functionName} does not exist: ${place.missing}; build it and synthesise again`,
      );
    }
    checkModule(fn, place.path);
    const layers: string[] = [];
    const notices: string[] = [];
    // On AWS layers are laid over each other in /opt: the last one wins.
    for (const layer of [...(fn.layers ?? [])].reverse()) {
      const found = await this.placeOf(layer.code);
      if ('path' in found) layers.push(found.path);
      else {
        const why = 'missing' in found ? `there is no ${found.missing}` : found.unsupported;
        notices.push(`${fn.functionName} runs without its layer ${layer.arn}: ${why}`);
      }
    }
    return { kind: 'folder', path: place.path, nodePath: nodeModulesOf(layers, fn.runtime), notices };
  }

  /**
   * From now on the code in `folder` stands in for that of an asset, as after a build that the assembly does not have
   * yet.
   *
   * @param asset the asset's folder
   * @param folder undefined: the asset's own again
   */
  serveInstead(asset: string, folder: string | undefined): void {
    if (folder === undefined) this.substitutes.delete(resolve(asset));
    else this.substitutes.set(resolve(asset), folder);
  }

  /** Where an asset lies; undefined for code that is no folder of the assembly. */
  assetFolderOf({ code }: LambdaFunction): string | undefined {
    return code.kind === 'asset' ? resolve(this.options.assemblyFolder, code.path) : undefined;
  }

  /** Removes what was unpacked. */
  remove(): void {
    for (const folder of this.temporary) rmSync(folder, { recursive: true, force: true });
  }

  private async placeOf(code: FunctionCode): Promise<Place> {
    switch (code.kind) {
      case 'unsupported':
        return { unsupported: code.reason };
      case 'inline':
        return this.once(`inline ${code.text}`, () => this.writeInline(code.text));
      case 'asset': {
        const asset = resolve(this.options.assemblyFolder, code.path);
        const path = this.substitutes.get(asset) ?? asset;
        if (!existsSync(path)) return { missing: path };
        const { mtimeMs, size, isDirectory } = describe(path);
        if (isDirectory) return { path };
        return this.once(`zip ${mtimeMs} ${size} ${path}`, () => this.unpack(path, code.path));
      }
      // no default
    }
  }

  private async once(key: string, place: () => Place | Promise<Place>): Promise<Place> {
    const known = this.unpacked.get(key);
    if (known !== undefined) return known;
    const placed = await place();
    this.unpacked.set(key, placed);
    return placed;
  }

  /** As CloudFormation does: the text becomes `index.js` (`AWS::Lambda::Function Code`, "ZipFile"). */
  private writeInline(text: string): Place {
    const path = this.makeFolder('furl-inline-');
    writeFileSync(join(path, 'index.js'), text);
    return { path };
  }

  private async unpack(archive: string, name: string): Promise<Place> {
    const path = this.makeFolder('furl-zip-');
    try {
      await unzip(archive, path);
      return { path };
    } catch (error) {
      rmSync(path, { recursive: true, force: true });
      if (!(error instanceof UnzipError)) throw error;
      return { unsupported: `its archive ${name} cannot be unpacked: ${error.message}` };
    }
  }

  private makeFolder(prefix: string): string {
    const folder = realpathSync(mkdtempSync(join(this.options.temporaryRoot, prefix)));
    this.temporary.add(folder);
    this.options.onFolder(folder);
    return folder;
  }
}

function describe(path: string): { mtimeMs: number; size: number; isDirectory: boolean } {
  const stats = statSync(path);
  return { mtimeMs: stats.mtimeMs, size: stats.size, isDirectory: stats.isDirectory() };
}

/** As in `/opt` (Lambda Developer Guide, "Packaging layers", Node.js): what is for the runtime's own version comes first. */
function nodeModulesOf(layers: readonly string[], runtime: string): string[] {
  const [, major = ''] = /^nodejs(\d+)\./.exec(runtime) ?? [];
  return [
    ...layers.map((layer) => join(layer, 'nodejs', `node${major}`, 'node_modules')),
    ...layers.map((layer) => join(layer, 'nodejs', 'node_modules')),
  ].filter((folder) => existsSync(folder));
}

/** The runtime client takes what stands before the first dot of the last path segment for the module. */
function checkModule({ functionName, handler }: LambdaFunction, folder: string): void {
  const [, module] = /^((?:.*\/)?[^./]+)\.[^/]+$/.exec(handler) ?? [];
  // A handler without a dot, or one in node_modules, is for the runtime client to judge.
  if (module === undefined || existsSync(join(folder, 'node_modules', module))) return;
  if (MODULE_ENDINGS.some((ending) => existsSync(join(folder, module + ending)))) return;
  throw missing(
    `the bundle of ${functionName} has no ${module}.{js,mjs,cjs}, which its handler ${handler} names: ${folder}`,
  );
}

function missing(message: string): EmulatorError {
  return new EmulatorError('BUNDLE_MISSING', message);
}
