import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator, type EmulatorEvent, type EmulatorOptions } from '../../src/index';
import { writeAssembly, type FunctionSpec } from './assembly';

const ROOT = join(__dirname, '../../../..');

/** What every emulator of these suites is started with. */
export const LOCATIONS = {
  preload: join(ROOT, 'dist/tools/emulator/sandbox-preload.cjs'),
  runtimeClient: require.resolve('aws-lambda-ric'),
  runtimesFolder: join(ROOT, 'tools/emulator/runtimes'),
};

/** The folder of a fixture's cloud assembly. */
export function assemblyOf(fixture: string): string {
  return join(__dirname, '../../fixtures', fixture, 'cdk.out');
}

/** An emulator that serves a fixture, with all that it said. */
export interface RunningEmulator extends Emulator {
  readonly events: readonly EmulatorEvent[];
  /** The URL of the function of that name. */
  urlOf(functionName: string): string;
  /** The explanations that the terminal got, in order. */
  explanations(): string[];
  /** The lines of a function's log, its own and the platform's. */
  log(functionName: string): string[];
}

/** Starts an emulator on functions that a test lists itself: see {@link writeAssembly}. */
export async function runFunctions(
  fixture: string,
  functions: Readonly<Record<string, FunctionSpec>>,
  options: Partial<EmulatorOptions> = {},
): Promise<RunningEmulator> {
  const folder = mkdtempSync(join(tmpdir(), 'furl-assembly-'));
  const assemblyFolder = writeAssembly(folder, fixture, functions);
  const emulator = await runFixture(fixture, { assemblyFolder, ...options });
  return {
    ...emulator,
    close: async () => {
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts an emulator on a fixture, on a free port. */
export async function runFixture(
  fixture: string,
  options: Partial<EmulatorOptions> = {},
): Promise<RunningEmulator> {
  const events: EmulatorEvent[] = [];
  const emulator = await startEmulator({
    ...LOCATIONS,
    assemblyFolder: assemblyOf(fixture),
    port: 0,
    events: (event) => events.push(event),
    ...options,
  });
  return {
    ...emulator,
    // A copy would have those of the start for ever.
    get outputs() {
      return emulator.outputs;
    },
    events,
    urlOf: (functionName) => {
      const served = emulator.urls.find((url) => url.functionName === functionName);
      if (served === undefined) throw new Error(`the fixture ${fixture} serves no ${functionName}`);
      return served.url;
    },
    explanations: () => events.flatMap((event) => (event.kind === 'refused' ? [event.explanation] : [])),
    log: (functionName) =>
      events.flatMap((event) => ('line' in event && event.functionName === functionName ? [event.line] : [])),
  };
}
