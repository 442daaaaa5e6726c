import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BuildOptions } from 'esbuild';

/** A project of an Nx workspace that is bundled by esbuild. */
export interface BundledProject {
  readonly name: string;
  /** Its folder. */
  readonly root: string;
  /** Where `nx build` leaves the bundle. */
  readonly outputPath: string;
  readonly options: BuildOptions;
  /** A file with more options, which are not read: what is built without them is another bundle. */
  readonly esbuildConfig?: string;
}

/** How deep below the workspace's folder projects are looked for. */
const DEEPEST_PROJECT = 4;
const EXECUTOR = '@nx/esbuild:esbuild';

/** The options of the executor that decide what the bundle is ("@nx/esbuild:esbuild", Nx documentation). */
interface ExecutorOptions {
  readonly main: string;
  readonly additionalEntryPoints?: readonly string[];
  readonly outputPath: string;
  readonly outputFileName?: string;
  readonly tsConfig: string;
  readonly format?: readonly ('esm' | 'cjs')[];
  readonly platform?: 'node' | 'browser' | 'neutral';
  readonly target?: string;
  readonly bundle?: boolean;
  readonly thirdParty?: boolean;
  readonly external?: readonly string[];
  readonly minify?: boolean;
  readonly sourcemap?: BuildOptions['sourcemap'];
  readonly esbuildOptions?: BuildOptions;
  /** A file of options; what is in it is not read. */
  readonly esbuildConfig?: string;
}

/** Every project below `root` whose `build` target is Nx's esbuild executor, with the very options of that target. */
export function findBundledProjects(root: string): BundledProject[] {
  return projectFiles(root, 0).flatMap((folder) => {
    const project = readJson(join(folder, 'project.json')) as
      | {
          readonly name?: string;
          readonly targets?: {
            readonly build?: { readonly executor?: string; readonly options?: ExecutorOptions };
          };
        }
      | undefined;
    const { executor, options } = project?.targets?.build ?? {};
    if (executor !== EXECUTOR || options?.main === undefined || options.outputPath === undefined) return [];
    const { esbuildConfig } = options;
    return [
      {
        name: project?.name ?? relative(root, folder),
        root: folder,
        outputPath: join(root, options.outputPath),
        options: esbuildOptions(root, options),
        ...(esbuildConfig !== undefined && { esbuildConfig }),
      },
    ];
  });
}

function esbuildOptions(root: string, options: ExecutorOptions): BuildOptions {
  const { esbuildOptions: own = {}, format = ['esm'], bundle = true, outputPath, main } = options;
  const [firstFormat = 'esm'] = format;
  const extension = own.outExtension?.['.js'] ?? (firstFormat === 'cjs' ? '.cjs' : '.js');
  const entryPoints = [main, ...(options.additionalEntryPoints ?? [])];
  const stem = (options.outputFileName ?? main).replace(/^.*\//, '').replace(/\.[^.]+$/, '');
  return {
    ...own,
    absWorkingDir: root,
    entryPoints,
    entryNames: '[dir]/[name]',
    bundle,
    platform: options.platform ?? 'node',
    target: options.target ?? 'esnext',
    format: firstFormat,
    minify: options.minify ?? false,
    sourcemap: options.sourcemap ?? own.sourcemap ?? false,
    tsconfig: join(root, options.tsConfig),
    outExtension: { '.js': extension },
    ...(bundle ? { external: [...(own.external ?? []), ...(options.external ?? [])] } : {}),
    ...(options.thirdParty ? {} : { packages: 'external' as const }),
    ...(entryPoints.length === 1 && bundle && !own.splitting
      ? { outfile: join(outputPath, `${stem}${extension}`) }
      : { outdir: outputPath }),
    metafile: true,
    write: false,
    logLevel: 'silent',
  };
}

function projectFiles(folder: string, depth: number): string[] {
  if (depth > DEEPEST_PROJECT) return [];
  const own = existsSync(join(folder, 'project.json')) ? [folder] : [];
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$)/.test(entry.name))
    .flatMap((entry) => projectFiles(join(folder, entry.name), depth + 1));
  return [...own, ...below];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
