import { readFileSync } from 'node:fs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { defaultCredentials, regionAndService, type Credentials } from '@furl/sigv4';
import { runFixture } from '../test/support/running-emulator';
import { ROLE_NAMES, URL_NAMES, type RoleName, type Target } from './target';

/** A target that is ended when the cases are over. */
export interface OpenTarget extends Target {
  close(): Promise<void>;
}

/** The emulator, started on the fixture. */
export async function localTarget(): Promise<OpenTarget> {
  const emulator = await runFixture('conformance');
  const target = targetOf(emulator.outputs['Conformance'] ?? {}, {
    credentials: emulator.developer,
    endpoint: `http://127.0.0.1:${emulator.port}`,
  });
  return {
    ...target,
    close: async () => {
      await target.close();
      await emulator.close();
    },
  };
}

/** What a stack put out: the URLs and roles by the names of {@link Target}. */
export type StackOutputs = Readonly<Record<string, string>>;

/**
 * Reads the outputs of a stack that is deployed: `{"echo": "https://…", …}`, or as `aws cloudformation describe-stacks`
 * prints them, `[{"OutputKey": "echo", "OutputValue": "https://…"}, …]`.
 */
export function readOutputs(file: string): StackOutputs {
  const content = JSON.parse(readFileSync(file, 'utf8')) as
    StackOutputs | { readonly OutputKey: string; readonly OutputValue: string }[];
  return Array.isArray(content)
    ? Object.fromEntries(content.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
    : (content as StackOutputs);
}

/**
 * A stack that is deployed, with the credentials that the AWS CLI would use.
 *
 * @throws Error when an output is missing
 */
export async function deployedTarget(outputs: StackOutputs): Promise<OpenTarget> {
  return targetOf(outputs, { credentials: await defaultCredentials()() });
}

interface TargetOptions {
  readonly credentials: Credentials;
  /** Of STS. @default AWS's, or the environment's `AWS_ENDPOINT_URL` */
  readonly endpoint?: string;
}

function targetOf(outputs: StackOutputs, { credentials, endpoint }: TargetOptions): OpenTarget {
  const missing = [...URL_NAMES, ...ROLE_NAMES].filter((name) => outputs[name] === undefined);
  if (missing.length > 0) {
    throw new Error(`the outputs lack ${missing.join(', ')}: deploy the template of the conformance fixture`);
  }
  const urls = Object.fromEntries(URL_NAMES.map((name) => [name, outputs[name]])) as Target['urls'];
  const { host, protocol } = new URL(urls.echo);
  const { region } = regionAndService(host);
  const sts = new STSClient({ region, credentials, ...(endpoint !== undefined && { endpoint }) });
  const assumed = new Map<RoleName, Promise<Credentials>>();
  return {
    urls,
    credentials,
    isAws: protocol === 'https:',
    assume: (role) => {
      const known = assumed.get(role) ?? assume(sts, outputs[role] ?? '');
      assumed.set(role, known);
      return known;
    },
    close: async () => sts.destroy(),
  };
}

async function assume(sts: STSClient, RoleArn: string): Promise<Credentials> {
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'conformance', DurationSeconds: 900 }),
  );
  const {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
  } = given ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw new Error(`STS gave no credentials for ${RoleArn}`);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}
