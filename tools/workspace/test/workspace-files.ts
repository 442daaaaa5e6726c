import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The workspace's folder. */
export const root = resolve(__dirname, '../../..');

/** A file of the workspace as text. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A file of the workspace as JSON. */
export function readJson<T>(path: string): T {
  return JSON.parse(readText(path)) as T;
}

/** What the tests need of a project.json. */
export interface Project {
  readonly name: string;
  readonly root: string;
  readonly tags: readonly string[];
  readonly targets: Readonly<Record<string, unknown>>;
}

/** Every project of the workspace, read from its project.json. */
export function projects(): Project[] {
  return ['apps', 'libs', 'tools', '.']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true }).map(({ name }) => join(folder, name)),
    )
    .filter((folder) => existsSync(join(root, folder, 'project.json')))
    .map((folder) => ({ ...readJson<Omit<Project, 'root'>>(join(folder, 'project.json')), root: folder }));
}
