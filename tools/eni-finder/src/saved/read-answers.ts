import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EniFinderError } from '../errors';
import { isRecord } from '../shapes';

/** An answer of the AWS CLI, as it lies in a file. */
export interface SavedAnswer {
  readonly file: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Reads every `.json` file of a folder, in the order of their names.
 *
 * @throws EniFinderError UNREADABLE where there is no folder, no such file, or a file without JSON
 */
export function readAnswers(folder: string): SavedAnswer[] {
  const files = namesIn(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0) {
    throw new EniFinderError(
      'UNREADABLE',
      `there is no .json file in ${folder}: save answers there, such as aws ec2 describe-network-interfaces --output json > ${join(folder, 'enis.json')}`,
    );
  }
  return files.sort().map((name) => {
    const file = join(folder, name);
    const text = textIn(file);
    // A command that failed leaves an empty file behind: that is an answer which is not there.
    if (text.trim() === '') return { file, body: {} };
    try {
      const body: unknown = JSON.parse(text);
      return { file, body: isRecord(body) ? body : {} };
    } catch (error) {
      throw new EniFinderError(
        'UNREADABLE',
        `${file} is not JSON (${(error as Error).message}): save it with --output json`,
        { cause: error },
      );
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new EniFinderError(
      'UNREADABLE',
      `the folder ${folder} cannot be read: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

/** PowerShell's `>` writes UTF-16 with a byte order mark. */
function textIn(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new EniFinderError('UNREADABLE', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}
