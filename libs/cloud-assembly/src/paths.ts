import { posix } from 'node:path';

/**
 * Joins a folder of the assembly and a path found in it.
 * @returns undefined when the path is absolute or leads out of the assembly
 */
export function joinInside(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.includes('\0')) return undefined;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Joins a folder and a path found in it, wherever that leads; an absolute path stays as it is. */
export function joinAnywhere(folder: string, path: string): string {
  const joined = posix.normalize(posix.isAbsolute(path) ? path : posix.join(folder, path));
  return joined.length > 1 ? joined.replace(/\/$/, '') : joined;
}
