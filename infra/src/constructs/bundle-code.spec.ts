import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestApp, TestBundles } from '../../test/test-app';

describe.each(['server', 'proxy'] as const)('the bundle of %s', (app) => {
  const other = app === 'server' ? 'proxy' : 'server';
  let bundles: TestBundles;
  beforeEach(() => {
    bundles = new TestBundles([other]);
  });
  afterEach(() => bundles.remove());

  it('fails synthesis when it is missing, in one line that names it and the command that builds it', () => {
    const synthesise = () => createTestApp(bundles).synth();

    expect(synthesise).toThrow(
      `the bundle of ${app} is missing: no index.mjs in ${bundles[app]}; run: npx nx build ${app} `,
    );
    expect(synthesise).not.toThrow(`the bundle of ${other} is missing`);
  });

  it('leaves a template that CloudFormation refuses and that names no folder of this machine', () => {
    const furl = createTestApp(bundles);
    expect(() => furl.synth()).toThrow();
    const stack = furl[app].stackName;
    const template = readFileSync(join(furl.outdir, `${stack}.template.json`), 'utf8');

    expect(Object.values(JSON.parse(template).Rules)).toContainEqual({
      Assertions: [
        {
          Assert: { 'Fn::Equals': ['missing', 'built'] },
          AssertDescription: `The bundle of ${app} is missing. Run: npx nx build ${app}`,
        },
      ],
    });
    expect(template).not.toContain(bundles.root);
  });
});
