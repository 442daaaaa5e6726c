import { pathToFileURL } from 'node:url';

/** What the client exports when it is a library. */
interface ClientModule {
  readonly run?: (taskRoot: string | undefined, handler: string | undefined) => Promise<void>;
}

/**
 * Runs a runtime client that does not run by itself: up to version 3 it is a library, which AWS's runtimes start with the
 * function that the environment names. Later ones start when they are loaded, and export nothing.
 */
export async function runLibraryClient(): Promise<void> {
  const [, main = ''] = process.argv;
  // What is wrong with the client itself is told by Node.js, which loads it too.
  const client = await import(pathToFileURL(main).href).then(
    (module: ClientModule) => module,
    (): ClientModule => ({}),
  );
  try {
    await client.run?.(process.env['LAMBDA_TASK_ROOT'], process.env['_HANDLER']);
  } catch (error) {
    // As out of the main module: the client hears of it as an uncaught exception, and posts it as an init error.
    process.nextTick(() => {
      throw error;
    });
  }
}
