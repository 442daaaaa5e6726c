import { readFileSync } from 'node:fs';
import { createWriteStream } from 'node:fs';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { EmulatorError, sendSigned } from '@furl/emulator';
import { ExitStatus } from '../exit-status';
import type { Io } from '../io';
import { sessionFolder, type Locations } from '../locations';

interface CurlOptions {
  readonly request?: string;
  readonly header: readonly (readonly [string, string])[];
  readonly data?: Buffer;
  readonly dataBinary?: Buffer;
  readonly include?: boolean;
  readonly silent?: boolean;
  readonly output?: string;
}

/** `furl curl`: one signed request, with curl's most used flags. */
export function curlCommand(io: Io, _locations: Locations, exit: (status: number) => void): Command {
  return new Command('curl')
    .description('send a signed request to a function URL, here or on AWS')
    .argument(
      '<url>',
      'the function URL; *.localhost is signed with the emulator’s keys, others with the shell’s',
    )
    .option('-X, --request <method>', 'the method (default: GET, or POST with -d)')
    .option('-H, --header <line>', 'a header, "Name: value"; may be repeated', collectHeader, [])
    .option('-d, --data <data>', 'the body, or @file; line breaks of a file are dropped', readData)
    .option('--data-binary <data>', 'the body, or @file, as it is', readBinary)
    .option('-i, --include', 'show the status line and the headers too')
    .option('-s, --silent', 'say nothing when it fails')
    .option('-o, --output <file>', 'write the body to a file')
    .action(async (url: string, options: CurlOptions) => {
      const body = options.dataBinary ?? options.data;
      const headers = [...options.header];
      if (body !== undefined && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
        headers.push(['content-type', 'application/x-www-form-urlencoded']);
      }
      const method = options.request ?? (body === undefined ? 'GET' : 'POST');
      try {
        const request = { url, method, headers, body: body ?? Buffer.alloc(0) };
        await show(await sendSigned(request, sessionFolder(io.cwd)), io, options);
      } catch (error) {
        if (!isNetworkError(error)) throw error;
        if (!options.silent) io.stderr.write(`furl: ${url} cannot be reached: ${error.message}\n`);
        exit(ExitStatus.bad);
      }
    });
}

async function show(response: IncomingMessage, io: Io, options: CurlOptions): Promise<void> {
  if (options.include) {
    const status = response.statusCode ?? 0;
    const { rawHeaders } = response;
    io.stdout.write(
      `HTTP/${response.httpVersion} ${status} ${response.statusMessage || STATUS_CODES[status] || ''}\n`,
    );
    for (let index = 0; index < rawHeaders.length; index += 2) {
      io.stdout.write(`${rawHeaders[index]}: ${rawHeaders[index + 1]}\n`);
    }
    io.stdout.write('\n');
  }
  if (options.output === undefined) await pipeline(response, io.stdout, { end: false });
  else await pipeline(response, createWriteStream(options.output));
}

function collectHeader(
  line: string,
  before: readonly (readonly [string, string])[],
): (readonly [string, string])[] {
  const [, name, value] = /^([^:\s]+)\s*:\s*(.*)$/s.exec(line) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('a header is written "Name: value".');
  }
  return [...before, [name, value]];
}

function readData(data: string): Buffer {
  return data.startsWith('@')
    ? Buffer.from(
        readFile(data.slice(1))
          .toString('utf8')
          .replace(/[\r\n]/g, ''),
      )
    : Buffer.from(data);
}

function readBinary(data: string): Buffer {
  return data.startsWith('@') ? readFile(data.slice(1)) : Buffer.from(data);
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw new InvalidArgumentError(`the file cannot be read: ${(error as Error).message}.`);
  }
}

function isNetworkError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && !(error instanceof EmulatorError) && 'syscall' in error;
}
