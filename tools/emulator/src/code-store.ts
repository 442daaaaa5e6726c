import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { FunctionCode, LambdaFunction } from '@furl/cloud-assembly';
import { folderOf } from './assembly-files';
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
  /** Of a cloud assembly the folder, of a single template the file. */
  readonly assemblyFolder: string;
  readonly temporaryRoot: string;
  /** Hears of each folder that is made, before anything is in it. */
  readonly onFolder: (folder: string) => void;
}

/** What to do about code that is not there, of a single template: it reads on after a colon. */
const REMEDIES = {
  sam: 'run sam build, and name .aws-sam/build/template.yaml',
  cloudformation: 'build it first',
};

/** The archives that Lambda takes; `aws cloudformation package` makes one of every other file. */
const ARCHIVE = /\.(zip|jar)$/i;

/** The file name endings with which AWS's runtime client looks for a handler's module. */
const MODULE_ENDINGS = ['', '.js', '.mjs', '.cjs'];

/** What such a module is built of. */
const SOURCE_ENDINGS = ['.ts', '.mts', '.cts', '.tsx', '.jsx'];

/**
 * Puts code where it can run: folders stay where they are, archives and inline code are unpacked, each once however
 * many functions and reloads want it.
 */
export class CodeStore {
  private readonly unpacked = new Map<string, Place>();
  private readonly temporary = new Set<string>();
  /** Folders that stand in for an asset: see {@link serveInstead}. */
  private readonly substitutes = new Map<string, string>();
  private readonly folder: string;
  /** Functions whose code was found, by ARN: where, and their layers. */
  private readonly found = new Map<
    string,
    { readonly taskRoot: string; readonly layers: readonly string[] }
  >();

  constructor(private readonly options: CodeStoreOptions) {
    this.folder = resolve(folderOf(options.assemblyFolder));
  }

  /**
   * Finds a function's code and that of its layers. In an assembly there is all of it; of a template that somebody wrote
   * it may not be built yet, which concerns that function only.
   *
   * @throws EmulatorError BUNDLE_MISSING when it is not where the assembly says, or not any more where a template says
   */
  async place(fn: LambdaFunction): Promise<PlacedCode> {
    const place = await this.placeOf(fn.code);
    if ('unsupported' in place) return { kind: 'unsupported', reason: place.unsupported };
    const lack = lackOf(fn, place);
    const packagedBy = fn.code.kind === 'asset' ? fn.code.packagedBy : undefined;
    // What serves is not left out while it is built again.
    if (lack !== undefined && packagedBy !== undefined && !this.found.has(fn.arn)) {
      return { kind: 'unsupported', reason: `${lack}: ${REMEDIES[packagedBy]}` };
    }
    if ('missing' in place) {
      const remedy = packagedBy === undefined ? 'build it and synthesise again' : REMEDIES[packagedBy];
      throw missing(`the bundle of ${fn.functionName} does not exist: ${place.missing}; ${remedy}`);
    }
    if (lack !== undefined) throw missing(`the bundle of ${fn.functionName} is not whole: ${lack}`);
    this.found.set(fn.arn, {
      taskRoot: place.path,
      layers: (fn.layers ?? []).flatMap(({ code }) => this.assetPath(code) ?? []),
    });
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

  /** Where the assets of a function and of its layers lie, whether they are there or not. */
  assetFoldersOf({ code, layers = [] }: LambdaFunction): string[] {
    return [code, ...layers.map((layer) => layer.code)].flatMap((each) => this.assetPath(each) ?? []);
  }

  /** The folders whose content makes what runs in a task root: itself, and its layers. */
  contentOf(taskRoot: string): readonly string[] {
    const layers = [...this.found.values()].filter((each) => each.taskRoot === taskRoot);
    return [taskRoot, ...layers.flatMap((each) => each.layers)];
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
        const asset = resolve(this.folder, code.path);
        const path = this.substitutes.get(asset) ?? asset;
        if (!existsSync(path)) return { missing: path };
        const { mtimeMs, size, isDirectory } = describe(path);
        if (isDirectory) return { path };
        if (code.packagedBy !== undefined && !ARCHIVE.test(path)) {
          return this.once(`file ${mtimeMs} ${size} ${path}`, () => this.copy(path));
        }
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

  private copy(file: string): Place {
    const path = this.makeFolder('furl-file-');
    copyFileSync(file, join(path, basename(file)));
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

  /** Undefined for code that is no asset. */
  private assetPath(code: FunctionCode): string | undefined {
    return code.kind === 'asset' ? resolve(this.folder, code.path) : undefined;
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

/** What is missing of a function's code; the runtime client takes what is before the last segment's first dot for the module. */
function lackOf(
  { handler }: LambdaFunction,
  place: Exclude<Place, { unsupported: string }>,
): string | undefined {
  if ('missing' in place) return `there is no ${place.missing}, where its code is to be`;
  const [, module] = /^((?:.*\/)?[^./]+)\.[^/]+$/.exec(handler) ?? [];
  // A handler without a dot, or one in node_modules, is for the runtime client to judge.
  if (module === undefined || existsSync(join(place.path, 'node_modules', module))) return undefined;
  if (MODULE_ENDINGS.some((ending) => existsSync(join(place.path, module + ending)))) return undefined;
  const source = SOURCE_ENDINGS.map((ending) => module + ending).find((file) =>
    existsSync(join(place.path, file)),
  );
  const but = source === undefined ? '' : `, only ${source}`;
  return `${place.path} has no ${module}.{js,mjs,cjs}, which its handler ${handler} names${but}`;
}

function missing(message: string): EmulatorError {
  return new EmulatorError('BUNDLE_MISSING', message);
}
