import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Makes `import` look into the `node_modules` folders of NODE_PATH too, which is where layers are: the Node.js of AWS's
 * runtimes does, since nodejs18.x, and the one that everybody else has does not. What is found the ordinary way comes
 * first, as for `require`.
 */
export function importFromNodePath(nodePath: string | undefined): void {
  const folders = (nodePath ?? '').split(delimiter).filter(isModulesFolder);
  if (folders.length === 0) return;
  // A file beside such a folder would find what is in it.
  const parents = folders.map((folder) => pathToFileURL(join(dirname(folder), 'layer.mjs')).href);
  register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { data: parents });
}

function isModulesFolder(folder: string): boolean {
  return basename(folder) === 'node_modules' && existsSync(folder);
}

/** They run in a thread of their own, so they are a module of their own. */
const HOOKS = `
let parents = [];
export const initialize = (data) => { parents = data; };
const isNotFound = (error) => error?.code === 'ERR_MODULE_NOT_FOUND';
export const resolve = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    if (!isNotFound(error) || /^([./#]|[a-z]+:)/i.test(specifier)) throw error;
    for (const parentURL of parents) {
      try {
        return await nextResolve(specifier, { ...context, parentURL });
      } catch (other) {
        if (!isNotFound(other)) throw other;
      }
    }
    throw error;
  }
};`;
