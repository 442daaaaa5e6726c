import { sep } from 'node:path';

/** True when `path` is `folder`, or lies in it however deep. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
