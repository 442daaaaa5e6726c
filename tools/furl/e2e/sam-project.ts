import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Assembly, type DevEvent, type FurlDev, type Sandbox } from './furl-process';

/** A project of SAM on disk, in the folder of a sandbox. */
export class SamProject {
  constructor(private readonly sandbox: Sandbox) {}

  /** Writes a file; its path is relative to the project. */
  write(path: string, text: string): void {
    const file = join(this.sandbox.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /**
   * What `sam build` does: the folder that it writes to is removed and made anew, the code first, the template last.
   *
   * @param template with the code of each function at its logical id
   * @param code by logical id, the folder of the project that it is made of
   */
  build(template: string, code: Readonly<Record<string, string>>): void {
    const { folder } = this.sandbox;
    rmSync(join(folder, '.aws-sam/build'), { recursive: true, force: true });
    for (const [logicalId, source] of Object.entries(code)) {
      cpSync(join(folder, source), join(folder, '.aws-sam/build', logicalId), { recursive: true });
    }
    this.write('.aws-sam/build/template.yaml', template);
  }

  /** Starts `furl dev` on a template of the project, and waits until it is ready. */
  dev(template: string, ...args: string[]): Promise<FurlDev> {
    return this.sandbox.dev(new Assembly(template), ...args);
  }
}

/** The URL of a stack's output, as other programs find it. */
export function urlOf(dev: FurlDev, output: string): string {
  return dev.outputs['Template']?.[output] ?? '';
}

/** What `furl dev` said at the start of what it leaves out, in one text. */
export function noticesOf(dev: FurlDev): string {
  const [ready] = all(dev, 'ready');
  return [ready?.['notices']].flat().join('\n');
}

/** All events of a kind until now. */
export function all(dev: FurlDev, kind: string): DevEvent[] {
  return dev.events.filter((event) => event.kind === kind);
}
