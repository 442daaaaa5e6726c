import { isDeepStrictEqual } from 'node:util';
import { LATEST } from '@furl/cloud-assembly';
import { holderId, publishedVersions, settingsOf, type Deployment } from './deployment';

/** When each version was deployed, updated or published here. */
export class LastModified {
  private readonly notes = new Map<string, { readonly settings: object; readonly at: Date }>();

  /** @param id of a version: see {@link holderId} */
  of(id: string): Date | undefined {
    return this.notes.get(id)?.at;
  }

  /** What is new or other than before is of this moment. Published versions never change. */
  note({ assembly }: Deployment, at: Date): void {
    const left = new Set(this.notes.keys());
    for (const fn of assembly.functions) {
      const settings = settingsOf(fn);
      for (const version of [LATEST, ...publishedVersions(fn)]) {
        const id = holderId(fn, version);
        left.delete(id);
        const before = this.notes.get(id);
        const isSame = version !== LATEST || isDeepStrictEqual(before?.settings, settings);
        if (before === undefined || !isSame) this.notes.set(id, { settings, at });
      }
    }
    for (const id of left) this.notes.delete(id);
  }
}
