import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, request, Sandbox, type FurlDev, type Response } from './furl-process';
import { all, noticesOf, SamProject, urlOf } from './sam-project';
import { signedRequest } from './signed-request';

let sandbox: Sandbox;
let project: SamProject;
beforeEach(() => {
  sandbox = new Sandbox();
  project = new SamProject(sandbox);
});
afterEach(() => sandbox.close());

const says = (text: string): string =>
  `exports.handler = async () => ({ statusCode: 200, body: process.env.SAY ?? '${text}' });`;
const bodyOf = async (url: string): Promise<string> => (await request(url)).body.toString();
const becomes = async (url: string, text: string): Promise<void> => {
  let last = '';
  const ask = setInterval(
    () =>
      void bodyOf(url).then(
        (body) => (last = body),
        () => undefined,
      ),
    50,
  );
  try {
    await eventually(() => last === text);
  } finally {
    clearInterval(ask);
  }
};

const HEAD = `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x
    Environment: { Variables: { FROM_GLOBALS: 'yes', OWN: global } }
`;

describe('a template of SAM', () => {
  const TEMPLATE = `${HEAD}
Parameters:
  Stage: { Type: String }
Resources:
  Greeter:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/greeter
      Handler: app.handler
      Layers: [!Ref Words]
      Environment: { Variables: { OWN: !Sub 'own \${Stage}' } }
      FunctionUrlConfig: { AuthType: NONE }
  Streamer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./src/streamer/
      Handler: lib/app.handler
      FunctionUrlConfig: { AuthType: AWS_IAM, InvokeMode: RESPONSE_STREAM }
  Inline:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      InlineCode: |
        exports.handler = async () => 'inline';
      FunctionUrlConfig: { AuthType: NONE }
  Unbuilt:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild }
    Properties: { CodeUri: src/unbuilt, Handler: app.handler, FunctionUrlConfig: { AuthType: NONE } }
  Gone:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/gone, Handler: app.handler }
  Packaged:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: s3://bucket/packaged.zip, Handler: app.handler }
  Words:
    Type: AWS::Serverless::LayerVersion
    Properties: { ContentUri: layers/words }
Outputs:
  Greeter: { Value: !GetAtt GreeterUrl.FunctionUrl }
  Streamer: { Value: !GetAtt StreamerUrl.FunctionUrl }
  Inline: { Value: !GetAtt InlineUrl.FunctionUrl }
`;
  let dev: FurlDev;
  beforeEach(async () => {
    project.write(
      'src/greeter/app.js',
      `exports.handler = async () => ({
         word: require('words'), own: process.env.OWN, global: process.env.FROM_GLOBALS,
       });`,
    );
    project.write('layers/words/nodejs/node_modules/words/index.js', `module.exports = 'of the layer';`);
    project.write(
      'src/streamer/lib/app.mjs',
      `export const handler = awslambda.streamifyResponse(async (event, stream) => {
         const answer = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-kind': 'stream' } });
         answer.write('one, ');
         answer.end(event.requestContext.authorizer.iam.accountId);
       });`,
    );
    project.write('src/unbuilt/app.ts', 'export const handler = async (): Promise<string> => "built";');
    project.write('template.yaml', TEMPLATE);
    dev = await project.dev('template.yaml');
  });

  /** Signs as AWS's SDK does, not as we do. */
  const signed = (url: string): Promise<Response> => signedRequest(sandbox, url, 'us-east-1');

  it('is served: code from its folder, a layer, what Globals and the function say', async () => {
    const { status, body } = await request(urlOf(dev, 'Greeter'));
    expect([status, JSON.parse(body.toString())]).toEqual([
      200,
      { word: 'of the layer', own: 'own parameter-Template-Stage', global: 'yes' },
    ]);
    expect(await bodyOf(urlOf(dev, 'Inline'))).toBe('inline');
  });

  it('streams to who signed, with AWS’s own signer and with furl curl, and refuses who did not', async () => {
    const url = urlOf(dev, 'Streamer');
    const { status, headers, body } = await signed(url);
    expect([status, headers['x-kind'], body.toString()]).toEqual([201, 'stream', 'one, 123456789012']);
    expect(sandbox.furl('curl', url).stdout).toBe('one, 123456789012');
    expect((await request(url)).status).toBe(403);
  });

  it('runs without what is not built, packaged or not there, and says of each what to do', () => {
    const notices = noticesOf(dev);
    const place = join(sandbox.folder, 'src');
    expect(notices).toMatch(
      /Template-Unbuilt-\w+ is left out: \S+ has no app\.\{js,mjs,cjs\}, which its handler app\.handler names, only app\.ts: run sam build, and name \.aws-sam\/build\/template\.yaml/,
    );
    expect(notices).toContain(`there is no ${join(place, 'gone')}, where its code is to be: run sam build`);
    expect(notices).toMatch(
      /Template-Packaged-\w+ is left out: its code s3:\/\/bucket\/packaged\.zip is in S3/,
    );
    expect(notices).toContain(
      'Template.Greeter.Environment.Variables.OWN: the parameter Stage has no default',
    );
  });
});

describe('the role that SAM makes', () => {
  const library = (name: string): string => JSON.stringify(require.resolve(name));
  const CALLER = `
const { SignatureV4 } = require(${library('@smithy/signature-v4')});
const { Sha256 } = require(${library('@aws-crypto/sha256-js')});
exports.handler = async () => {
  const url = new URL(process.env.TARGET);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  const signer = new SignatureV4({ service: 'lambda', region: AWS_REGION, sha256: Sha256, credentials: {
    accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN } });
  const { headers } = await signer.sign({ method: 'GET', protocol: 'http:', hostname: url.hostname, path: '/', headers: { host: url.host } });
  const answer = await fetch(url, { headers });
  return { statusCode: answer.status, body: await answer.text() };
};`;
  const template = (policies: string): string => `${HEAD}
Resources:
  Target:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: target, Handler: index.handler, FunctionUrlConfig: { AuthType: AWS_IAM } }
  Caller:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: caller
      Handler: index.handler
      Timeout: 20
      Environment: { Variables: { TARGET: !GetAtt TargetUrl.FunctionUrl } }
      FunctionUrlConfig: { AuthType: NONE }
      Policies: ${policies}
Outputs:
  Caller: { Value: !GetAtt CallerUrl.FunctionUrl }
`;
  const start = (policies: string): Promise<FurlDev> => {
    project.write('target/index.js', says('the target'));
    project.write('caller/index.js', CALLER);
    project.write('template.yaml', template(policies));
    return project.dev('template.yaml');
  };
  const invoke = '{ LambdaInvokePolicy: { FunctionName: !Ref Target } }';

  it('lets a function call another’s URL with a policy template and a statement of its own', async () => {
    const url =
      '{ Statement: [{ Effect: Allow, Action: lambda:InvokeFunctionUrl, Resource: !GetAtt Target.Arn }] }';
    const dev = await start(`[${invoke}, ${url}]`);
    const { status, body } = await request(urlOf(dev, 'Caller'));
    expect([status, body.toString()]).toEqual([200, 'the target']);
  });

  it('does not let it with LambdaInvokePolicy alone, which allows no URL, and says so', async () => {
    const dev = await start(`[${invoke}]`);
    expect((await request(urlOf(dev, 'Caller'))).status).toBe(403);
    await dev.explains('lambda:InvokeFunctionUrl');
  });
});

describe('a template of CloudFormation', () => {
  it('is served with code as aws cloudformation package takes it: a folder, a file, text', async () => {
    const fn = (code: unknown, handler: string): object => ({
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs22.x', Handler: handler, Code: code },
    });
    const url = (name: string): object => ({
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'AWS_IAM', TargetFunctionArn: { 'Fn::GetAtt': [name, 'Arn'] } },
    });
    const output = (name: string): object => ({ Value: { 'Fn::GetAtt': [`${name}Url`, 'FunctionUrl'] } });
    const names = ['Folder', 'File', 'Text'];
    project.write('elsewhere/dist/index.js', says('a folder'));
    project.write('elsewhere/one.js', says('a file'));
    project.write(
      'stacks/app.json',
      JSON.stringify({
        Resources: {
          Folder: fn('../elsewhere/dist', 'index.handler'),
          File: fn(join(sandbox.folder, 'elsewhere/one.js'), 'one.handler'),
          Text: fn({ ZipFile: says('text') }, 'index.handler'),
          ...Object.fromEntries(names.map((name) => [`${name}Url`, url(name)])),
        },
        Outputs: Object.fromEntries(names.map((name) => [name, output(name)])),
      }),
    );
    const dev = await project.dev('stacks/app.json');
    const answers = names.map((name) => sandbox.furl('curl', urlOf(dev, name)).stdout);
    expect(answers).toEqual(['a folder', 'a file', 'text']);
  });

  it('has its network live, and what functions in it reach enforced', async () => {
    project.write('src/index.js', says('private'));
    project.write(
      'template.yaml',
      `${HEAD}
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: functions } }
  Private:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: index.handler
      VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref Group] }
      FunctionUrlConfig: { AuthType: NONE }
Outputs:
  Private: { Value: !GetAtt PrivateUrl.FunctionUrl }
`,
    );
    const dev = await project.dev('template.yaml', '--eni-clock', 'instant');
    expect(all(dev, 'ready')[0]?.['networkInterfaces']).toHaveLength(1);
    expect(await bodyOf(urlOf(dev, 'Private'))).toBe('private');
  });
});

describe('with --watch', () => {
  const template = (codeUri: string, more = ''): string => `${HEAD}
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ${codeUri}
      Handler: index.handler
      FunctionUrlConfig: { AuthType: NONE }
      ${more}
Outputs:
  Fn: { Value: !GetAtt FnUrl.FunctionUrl }
`;
  const watch = async (file: string): Promise<FurlDev> => {
    const dev = await project.dev(file, '--watch');
    await eventually(() => all(dev, 'watching').length > 0);
    return dev;
  };

  it('serves code that changes outside of the template’s folder, and a template that is saved', async () => {
    project.write('code/index.js', says('one'));
    project.write('stack/template.yaml', template('../code'));
    const dev = await watch('stack/template.yaml');
    const url = urlOf(dev, 'Fn');
    expect(await bodyOf(url)).toBe('one');

    project.write('code/index.js', says('two'));
    await becomes(url, 'two');

    // As editors save: by renaming.
    project.write('saved', template('../code', 'Environment: { Variables: { SAY: three } }'));
    sandbox.move('saved', 'stack/template.yaml');
    await becomes(url, 'three');

    project.write('other/index.js', says('four'));
    project.write('stack/template.yaml', template('../other'));
    await becomes(url, 'four');
    project.write('other/index.js', says('five'));
    await becomes(url, 'five');
    expect(all(dev, 'reload-failed')).toEqual([]);
  });

  it('serves a nested template that is saved, with code from that one’s folder', async () => {
    const nested = template('../code');
    project.write('code/index.js', says('one'));
    project.write('child/app.yaml', nested);
    project.write(
      'template.yaml',
      `${HEAD}
Resources:
  Child: { Type: AWS::Serverless::Application, Properties: { Location: child/app.yaml } }
Outputs:
  Fn: { Value: !GetAtt Child.Outputs.Fn }
`,
    );
    const dev = await watch('template.yaml');
    const url = urlOf(dev, 'Fn');
    expect(await bodyOf(url)).toBe('one');
    project.write('child/app.yaml', template('../code', 'Environment: { Variables: { SAY: two } }'));
    await becomes(url, 'two');
  });

  it('goes on through sam build, which removes what it wrote and writes it anew', async () => {
    project.write('src/index.js', says('one'));
    project.build(template('Fn'), { Fn: 'src' });
    const dev = await watch('.aws-sam/build/template.yaml');
    const url = urlOf(dev, 'Fn');
    expect(await bodyOf(url)).toBe('one');
    for (const text of ['two', 'three']) {
      project.write('src/index.js', says(text));
      project.build(template('Fn'), { Fn: 'src' });
      await becomes(url, text);
    }
    project.write('.aws-sam/build/Fn/index.js', says('by hand'));
    await becomes(url, 'by hand');
    expect(all(dev, 'reload-failed')).toEqual([]);
  });

  it('goes on with the old code while there is none, says so, and takes the new one', async () => {
    project.write('src/index.js', says('one'));
    project.write('template.yaml', template('src'));
    const dev = await watch('template.yaml');
    const url = urlOf(dev, 'Fn');
    expect(await bodyOf(url)).toBe('one');
    rmSync(join(sandbox.folder, 'src'), { recursive: true });
    await eventually(() => all(dev, 'reload-failed').length > 0);
    expect(all(dev, 'reload-failed')[0]).toMatchObject({
      what: 'template',
      message: expect.stringMatching(/the bundle of Template-Fn-\w+ does not exist: \S+src; run sam build/),
    });
    expect(await bodyOf(url)).toBe('one');
    project.write('src/index.js', says('two'));
    await becomes(url, 'two');
  });

  it('renews a function whose layer is built again', async () => {
    const build = (text: string): void => {
      rmSync(join(sandbox.folder, 'layer'), { recursive: true, force: true });
      project.write('layer/nodejs/node_modules/word/index.js', `module.exports = '${text}';`);
    };
    build('one');
    project.write('src/index.js', `exports.handler = async () => require('word');`);
    project.write(
      'template.yaml',
      template('src', 'Layers: [!Ref Layer]').replace(
        'Resources:',
        'Resources:\n  Layer: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer } }',
      ),
    );
    const dev = await watch('template.yaml');
    const url = urlOf(dev, 'Fn');
    expect(await bodyOf(url)).toBe('one');
    build('two');
    await becomes(url, 'two');
    expect(all(dev, 'reload-failed')).toEqual([]);
  });

  it('serves a function once it is built', async () => {
    project.write('src/index.ts', 'export {};');
    project.write('src/other.js', says('other'));
    const other = template('src').replace(
      'Resources:',
      `Resources:
  Other:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src, Handler: other.handler }`,
    );
    project.write('template.yaml', other);
    const dev = await watch('template.yaml');
    expect(noticesOf(dev)).toContain('only index.ts');
    project.write('src/index.js', says('built'));
    await becomes(urlOf(dev, 'Fn'), 'built');
  });

  it('hears nothing of its own files when the code is the whole project', async () => {
    project.write('index.js', says('one'));
    project.write('template.yaml', template('.'));
    const dev = await watch('template.yaml');
    const url = urlOf(dev, 'Fn');
    expect(await bodyOf(url)).toBe('one');
    await eventually(() => all(dev, 'answered').length > 0);
    project.write('index.js', says('two'));
    await becomes(url, 'two');
    expect(all(dev, 'reloaded')).toHaveLength(1);
  });
});

describe('furl dev refuses, in one line', () => {
  const refused = (...args: string[]): { status: number | null; stderr: string } => {
    const { status, stderr } = sandbox.furl('dev', ...args, '-p', '0');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    return { status, stderr };
  };

  it('a template that is not there', () => {
    expect(refused('missing.yaml')).toEqual({
      status: 2,
      stderr: expect.stringMatching(
        /^furl: there is no template at \S+missing\.yaml: name one that is there/,
      ),
    });
  });

  it('a folder that has a template and is no cloud assembly', () => {
    project.write('app/template.yaml', HEAD);
    expect(refused('app')).toEqual({
      status: 2,
      stderr: expect.stringMatching(
        /there is no cloud assembly in \S+app, but a template: name \S+template\.yaml/,
      ),
    });
  });

  it('a folder that has neither', () => {
    mkdirSync(join(sandbox.folder, 'empty'));
    expect(refused('empty')).toEqual({
      status: 2,
      stderr: expect.stringContaining('manifest.json is missing'),
    });
  });

  it.each([
    ['broken', 'Resources:\n  Fn: {\n', /broken\.yaml:\d+: this is no YAML/],
    ['no template', 'services: { web: {} }\n', /no template\.yaml: it has no Resources/],
    ['unknown tag', 'Resources: { Fn: !Nope x }\n', /unknown tag\.yaml:1: CloudFormation has no tag !Nope/],
  ])('one that is %s', (name, text, message) => {
    writeFileSync(join(sandbox.folder, `${name}.yaml`), text);
    expect(refused(`${name}.yaml`)).toEqual({ status: 2, stderr: expect.stringMatching(message) });
  });

  it('one of which nothing can run here', () => {
    project.write(
      'template.yaml',
      `${HEAD}
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: app.handler } }
`,
    );
    rmSync(join(sandbox.folder, 'src'), { recursive: true, force: true });
    expect(refused('template.yaml')).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /nothing in \S+template\.yaml can run here: Template-Fn-\w+ is left out: there is no/,
      ),
    });
  });
});
