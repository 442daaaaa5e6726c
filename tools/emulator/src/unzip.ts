import { chmodSync, createWriteStream, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

/** What a function and its layers may have unzipped, in bytes (Lambda Developer Guide, "Lambda quotas"): 250 MB. */
export const UNZIPPED_LIMIT = 250 * 1024 * 1024;

/** More entries than any function has; an archive of nothing but names could fill a disk's index otherwise. */
const MOST_ENTRIES = 200_000;
const LONGEST_LINK = 4096;

/** An archive that cannot be unpacked; the message reads on after "it cannot be unpacked: ". */
export class UnzipError extends Error {
  override readonly name = 'UnzipError';
}

/**
 * Unpacks a zip into an empty folder, as Lambda does: modes of files are kept, links that stay inside the archive are
 * made. Nothing is ever written outside the folder, whatever names and links the archive has.
 *
 * @param limit how many bytes all files may have together
 * @returns how many bytes they have
 * @throws UnzipError when it is no zip, is damaged or encrypted, is too large, or leads out of its folder; what was
 *   unpacked by then is left for the caller to remove
 */
export async function unzip(archive: string, folder: string, limit = UNZIPPED_LIMIT): Promise<number> {
  try {
    return await unpack(await openPromise(archive, { lazyEntries: true, autoClose: false }), folder, limit);
  } catch (error) {
    if (error instanceof UnzipError) throw error;
    throw new UnzipError((error as Error).message, { cause: error });
  }
}

async function unpack(zip: ZipFile, folder: string, limit: number): Promise<number> {
  const links: { readonly path: string; readonly target: string }[] = [];
  let bytes = 0;
  let entries = 0;
  try {
    // yauzl refuses absolute names and names with "..", and files that are larger than they say.
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      bytes += entry.uncompressedSize;
      if (bytes > limit || entries > MOST_ENTRIES) {
        throw new UnzipError(
          `it has more than ${limit} bytes or ${MOST_ENTRIES} entries when it is unzipped`,
        );
      }
      const path = join(folder, entry.fileName);
      if (entry.fileName.endsWith('/')) {
        mkdirSync(path, { recursive: true });
        continue;
      }
      if (entry.isEncrypted()) throw new UnzipError(`${entry.fileName} is encrypted`);
      const content = await zip.openReadStreamPromise(entry);
      // It may fail once more after its reader has given up; the first failure says it all.
      content.on('error', () => undefined);
      if (isLink(entry)) links.push({ path, target: await linkTarget(entry, content) });
      else await writeFile(path, content, entry);
    }
  } finally {
    zip.close();
  }
  // Only now, so that no file is written through one of them.
  for (const { path, target } of links) makeLink(folder, path, target);
  return bytes;
}

async function writeFile(path: string, content: Readable, entry: Entry): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  await pipeline(content, createWriteStream(path));
  // Archives made on Windows have no modes; its owner must be able to read, and to remove, what was unpacked.
  const mode = modeOf(entry) & 0o777;
  if (mode !== 0) chmodSync(path, mode | 0o600);
}

async function linkTarget(entry: Entry, content: Readable): Promise<string> {
  if (entry.uncompressedSize > LONGEST_LINK) throw new UnzipError(`the link ${entry.fileName} is too long`);
  return text(content);
}

/** Made, and then asked of the file system where it leads: links may lead over other links. */
function makeLink(folder: string, path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
  // The system's own: Node's takes "link/.." for where the link stands.
  const root = realpathSync.native(folder);
  let real: string;
  try {
    real = realpathSync.native(path);
  } catch {
    // It leads nowhere, or not yet; where it might lead one day cannot be checked.
    rmSync(path, { force: true });
    return;
  }
  if (real === root || real.startsWith(root + sep)) return;
  rmSync(path, { force: true });
  throw new UnzipError(`the link ${relative(folder, path)} leads out of the archive, to ${target}`);
}

function isLink(entry: Entry): boolean {
  return (modeOf(entry) & 0o170000) === 0o120000;
}

/** The Unix mode, in the upper half of the attributes (APPNOTE 4.4.15, as Info-ZIP writes it). */
function modeOf(entry: Entry): number {
  return entry.externalFileAttributes >>> 16;
}
