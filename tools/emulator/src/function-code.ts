import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LambdaFunction } from '@furl/cloud-assembly';
import { EmulatorError } from './errors';

/** Where a function's code lies unpacked. */
export type PlacedCode =
  | { readonly kind: 'folder'; readonly path: string; readonly isTemporary: boolean }
  /** It cannot be run; `reason` reads on after "… is left out: ". */
  | { readonly kind: 'unsupported'; readonly reason: string };

/** The file name endings with which AWS's runtime client looks for a handler's module. */
const MODULE_ENDINGS = ['', '.js', '.mjs', '.cjs'];

/**
 * Finds a function's code, and unpacks it where it stands in the template.
 *
 * @throws EmulatorError BUNDLE_MISSING when it is not where the assembly says
 */
export function placeCode(fn: LambdaFunction, assemblyFolder: string, temporaryRoot: string): PlacedCode {
  const { code } = fn;
  if (code.kind === 'unsupported') return code;
  if (code.kind === 'inline')
    return { kind: 'folder', path: unpackInline(code.text, temporaryRoot), isTemporary: true };
  const path = resolve(assemblyFolder, code.path);
  if (!existsSync(path)) {
    throw missing(`the bundle of ${fn.functionName} does not exist: ${path}; build it and synthesise again`);
  }
  if (!statSync(path).isDirectory()) {
    return {
      kind: 'unsupported',
      reason: `its code ${code.path} is an archive, and only folders can run here yet`,
    };
  }
  checkModule(fn, path);
  return { kind: 'folder', path, isTemporary: false };
}

/** As CloudFormation does: the text becomes `index.js` (`AWS::Lambda::Function Code`, "ZipFile"). */
function unpackInline(text: string, temporaryRoot: string): string {
  const folder = mkdtempSync(join(temporaryRoot, 'furl-inline-'));
  writeFileSync(join(folder, 'index.js'), text);
  return folder;
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
