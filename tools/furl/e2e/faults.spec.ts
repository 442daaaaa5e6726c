import { eventually, isAlive, request, resourcesOf, Sandbox, type FurlDev } from './furl-process';

let sandbox: Sandbox;
let dev: FurlDev;
beforeEach(async () => {
  sandbox = new Sandbox();
  const assembly = sandbox.copyAssembly();
  assembly.replaceBundle('FurlProxy', 'misbehaves');
  assembly.edit('FurlProxy', (template) => {
    for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function')) Properties['Timeout'] = 1;
  });
  dev = await sandbox.dev(assembly);
});
afterEach(() => sandbox.close());

const pidOfSandbox = async (): Promise<number> => Number((await request(dev.proxyUrl)).body.toString());

it.each([
  ['throws', '/throw', 'TypeError: thrown by the handler'],
  ['exits', '/exit', 'Runtime exited with error: exit status 7'],
  ['never answers', '/hang', 'Task timed out after 1.00 seconds'],
  ['loops for ever', '/loop', 'Task timed out after 1.00 seconds'],
])('answers 502 when the handler %s, and serves the next request', async (_what, path, explanation) => {
  const { status, body } = await request(dev.proxyUrl.replace(/\/$/, path));
  expect([status, body.toString()]).toEqual([502, 'Internal Server Error']);
  await dev.explains(explanation);
  expect((await request(dev.proxyUrl)).status).toBe(200);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind after %s', async (signal) => {
  const idle = await pidOfSandbox();
  // One that is busy for good as well.
  const busy = request(dev.proxyUrl.replace(/\/$/, '/loop')).catch(() => undefined);
  const other = await pidOfSandbox();
  expect(await dev.stop(signal)).toBe(0);
  await busy;
  await eventually(() => !isAlive(idle) && !isAlive(other));
  expect(dev.isAnnounced).toBe(false);
  expect(dev.leftovers).toEqual([]);
});

it('leaves no sandbox behind even when it is killed', async () => {
  const pid = await pidOfSandbox();
  await dev.stop('SIGKILL');
  await eventually(() => !isAlive(pid));
});
