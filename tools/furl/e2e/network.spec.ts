import { eventually, Sandbox, type DevEvent, type FurlDev } from './furl-process';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const ofInterfaces = (dev: FurlDev, what: string): DevEvent[] =>
  dev.events.filter((event) => event.kind === 'network-interface' && event['what'] === what);

it('shows the article’s experiment: the interfaces that one function held alone go, the others stay', async () => {
  const assembly = sandbox.copyAssembly();
  const dev = await sandbox.dev(assembly, '--watch', '--eni-clock', '600x');
  const { networkInterfaces } = await dev.ready;
  expect(networkInterfaces).toHaveLength(4);
  await eventually(() => dev.events.some(({ kind }) => kind === 'watching'));

  assembly.edit('FurlVpcLambda', (template) => {
    const isGone = (name: unknown): boolean => name === 'test-lambda-01' || name === 'test-lambda-02';
    const left = Object.entries(template.Resources).filter(
      ([, { Properties }]) => !isGone(Properties['FunctionName']),
    );
    template.Resources = Object.fromEntries(left);
  });

  await eventually(() => ofInterfaces(dev, 'deleted').length === 2);
  expect(
    ofInterfaces(dev, 'deleted').map(({ subnet, securityGroups, freeAddresses }) => [
      subnet,
      securityGroups,
      freeAddresses,
    ]),
  ).toEqual([
    ['PrivateSubnet-1a', ['outbound-full-sg'], 250],
    ['PrivateSubnet-1c', ['outbound-full-sg'], 250],
  ]);
  for (const what of ['let-go', 'detaching', 'detached']) expect(ofInterfaces(dev, what)).toHaveLength(2);
});
