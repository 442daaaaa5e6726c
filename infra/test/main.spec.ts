import { join } from 'node:path';
import { BuiltApp } from './built-app';

describe('the built app', () => {
  let app: BuiltApp;
  beforeEach(() => {
    app = new BuiltApp();
  });
  afterEach(() => app.remove());

  it('says one line about a value that it cannot use, and exits with 2', () => {
    expect(app.runApp({ 'furl:region': 'tokyo' })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: bad value for furl:region: "tokyo"; give an AWS Region, such as ap-northeast-1\n',
    });
  });

  it('is synthesised by the CLI without credentials, and its configuration by -c goes first', () => {
    app.build('server');
    app.build('proxy');

    const { status, stderr } = app.cdk('synth', '-c', 'furl:region=eu-west-1');

    expect({
      status,
      chatter: stderr.replace(/^(Successfully synth|Supply a stack id).*$/gm, '').trim(),
    }).toEqual({
      status: 0,
      chatter: '',
    });
    expect(app.template('FurlNetwork')).toContain('"eu-west-1b"');
  }, 180_000);

  it('lets a machine that has built one app go on with the stack of that app, and with that one only', () => {
    app.build('server');

    expect(app.cdk('synth', 'FurlServer', '--exclusively')).toMatchObject({ status: 0 });
    const all = app.cdk('synth');

    expect(all.status).toBe(1);
    expect(all.stderr).toMatch(/the bundle of proxy is missing: .*; run: npx nx build proxy/);
  }, 180_000);

  it('warns of what its configuration makes of the network, and goes on', () => {
    app.build('server');
    app.build('proxy');

    const { status, stderr } = app.cdk('synth', '-c', 'furl:subnetCidrs=10.0.1.0/28,10.0.1.16/28');

    expect(stderr).toMatch(/WARNING PrivateSubnet-1a \(10\.0\.1\.0\/28\) has 11 addresses to give/);
    expect(stderr).toMatch(/Suggested fix: take a subnet of \/27 or larger/);
    expect(stderr).toContain("Acknowledge with 'Furl::SUBNET_SMALL'");
    expect(status).toBe(0);
  }, 180_000);

  it('fails when it is to be compared with something that is no assembly', () => {
    app.build('server');
    app.build('proxy');

    const { status, stderr } = app.cdk('synth', '-c', 'furl:against=nowhere');

    expect(stderr).toMatch(
      /ERROR no rule is checked: the assembly to compare with, nowhere: manifest\.json is missing/,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(1);
  }, 180_000);
});

describe('an app that breaks a rule', () => {
  it('fails at the terminal with the reason, the construct, the remedy and the id to acknowledge', () => {
    const app = new BuiltApp(join(__dirname, 'open-door-app.ts'));
    try {
      const { status, stderr } = app.cdk('synth');

      expect(stderr).toMatch(/ERROR everybody may call the URL of open-door \(NONE\)/);
      expect(stderr).toContain('OpenDoor/Function/Resource');
      expect(stderr).toMatch(/Suggested fix: set the URL’s AuthType to AWS_IAM/);
      expect(stderr).toContain("Acknowledge with 'Furl::URL_OPEN_TO_ALL'");
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(status).toBe(1);
    } finally {
      app.remove();
    }
  }, 180_000);
});
