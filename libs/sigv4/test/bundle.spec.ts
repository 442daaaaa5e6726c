import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type BuildResult, type Metafile } from 'esbuild';

/** What a Lambda function carries for signing, in bytes: it is loaded at every cold start. */
const LIMIT = 16_000;

const root = path.resolve(__dirname, '../../..');

/** Bundles as the applications do; entry code as given. */
function bundle(contents: string): Promise<BuildResult<{ metafile: true; write: false }>> {
  return build({
    stdin: { contents, resolveDir: path.join(root, 'libs/sigv4'), sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    metafile: true,
    write: false,
    outfile: 'entry.mjs',
    logLevel: 'silent',
  });
}

function bytesOf({ outputs }: Metafile): number {
  return Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The files that left something in the bundle. */
function contributors({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
}

const ENTRY = "export { environmentCredentials, sign } from './src/index'";

describe('a bundle of sign and environmentCredentials', () => {
  it('is at most 16 KB, of the 40 that are allowed', async () => {
    const { metafile } = await bundle(ENTRY);

    expect(bytesOf(metafile)).toBeLessThanOrEqual(LIMIT);
  });

  it('holds the AWS SDK’s key derivation, and neither its providers, nor the verifier, nor the portable hash', async () => {
    const files = contributors((await bundle(ENTRY)).metafile);

    expect(files).toContainEqual(expect.stringContaining('signature-v4/dist-es/credentialDerivation.js'));
    expect(files).not.toContainEqual(
      expect.stringMatching(/@aws-sdk\/|fromNodeProviderChain|credential-provider/),
    );
    expect(files).not.toContainEqual(
      expect.stringMatching(/sigv4\/src\/(verify|presign|signed-fetch|default-credentials)/),
    );
    expect(files).not.toContainEqual(expect.stringContaining('sha256-js'));
  });

  it('signs, without anything beside it', async () => {
    const { outputFiles } = await bundle(ENTRY);
    const folder = mkdtempSync(path.join(tmpdir(), 'sigv4-bundle-'));
    try {
      writeFileSync(path.join(folder, 'entry.mjs'), outputFiles[0]?.contents ?? '');
      const script = `
        import { environmentCredentials, sign } from './entry.mjs';
        const { headers } = await sign(
          { method: 'GET', host: 'abc.lambda-url.eu-west-1.on.aws', path: '/' },
          { credentials: environmentCredentials(), clock: () => new Date('2026-01-02T03:04:05Z') });
        process.stdout.write(headers.at(-1).join(': '));`;
      writeFileSync(path.join(folder, 'main.mjs'), script);

      const { stdout, stderr } = spawnSync(process.execPath, ['main.mjs'], {
        cwd: folder,
        encoding: 'utf8',
        env: { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
      });

      expect(stderr).toBe('');
      expect(stdout).toMatch(
        /^authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260102\/eu-west-1\/lambda\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
