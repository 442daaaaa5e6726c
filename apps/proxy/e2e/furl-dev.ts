import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { workspaceRoot, writeAssembly, type FunctionSpec } from './assembly';

/** A running `furl dev`, the built command, which this project knows by what it prints and writes only. */
export interface FurlDev {
  /** The URL of a function. */
  urlOf(functionName: string): string;
  /** The lines of a function's log so far, the platform's among them. */
  log(functionName: string): string[];
  /** Ends it and removes what it left. */
  stop(): Promise<void>;
}

type DevEvent = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** Serves these functions in a folder of its own, on a free port. */
export async function furlDev(functions: Readonly<Record<string, FunctionSpec>>): Promise<FurlDev> {
  const folder = mkdtempSync(path.join(tmpdir(), 'proxy-e2e-'));
  const temporary = path.join(folder, 'tmp');
  mkdirSync(temporary);
  // Makes it a workspace, so that nothing is looked for above it.
  writeFileSync(path.join(folder, 'nx.json'), '{}');
  writeAssembly(path.join(folder, 'cdk.out'), functions);

  const cli = path.join(workspaceRoot, 'dist/tools/furl/cli.mjs');
  const args = [cli, 'dev', 'cdk.out', '--port', '0', '--json', '--stream-rate', 'off'];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', TMPDIR: temporary },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const events: DevEvent[] = [];
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(child, events);
  } catch (error) {
    await stop();
    throw error;
  }
  const outputs = JSON.parse(readFileSync(path.join(folder, 'dist/furl/outputs.json'), 'utf8')) as {
    Test: Record<string, string>;
  };
  return {
    urlOf: (name) => outputs.Test[name] ?? '',
    log: (name) =>
      events.flatMap((event) =>
        event['functionName'] === name && 'line' in event ? [String(event['line'])] : [],
      ),
    stop,
  };
}

function ready(child: ChildProcess, events: DevEvent[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('close', (code) => reject(new Error(`furl dev ended with ${code}: ${stderr}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as DevEvent;
      events.push(event);
      if (event.kind === 'ready') resolve();
    });
  });
}
