import type { AnyHandler } from './lambda-runtime';

/** The credentials of the role that handlers run under. */
export const roleCredentials = {
  accessKeyId: 'ASIAPROXYEXAMPLE0000',
  secretAccessKey: 'proxy-secret',
  sessionToken: 'proxy-token',
};

let before: NodeJS.ProcessEnv | undefined;

/**
 * The handler as the platform loads it: fresh, with an environment of its own, which stays until {@link restoreEnvironment}.
 *
 * @param variables what differs from a function with credentials and nothing else; undefined takes one away
 */
export async function loadHandler<H = AnyHandler>(variables: Record<string, string | undefined>): Promise<H> {
  before ??= process.env;
  const environment = {
    ...before,
    AWS_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: 'furl-proxy',
    AWS_ACCESS_KEY_ID: roleCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: roleCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: roleCredentials.sessionToken,
    ...variables,
  };
  process.env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  jest.resetModules();
  return ((await import('../src/handler')) as { handler: H }).handler;
}

/** Puts the environment of the tests back. */
export function restoreEnvironment(): void {
  if (before !== undefined) process.env = before;
  before = undefined;
}
