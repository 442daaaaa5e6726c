import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { send, type WireAnswer } from '../exchange';
import { sendSigned, type RoleName, type Signing, type UrlName } from '../target';

const FORBIDDEN =
  '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}';
const MISMATCH =
  '{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}';
const INVALID_TOKEN = '{"message":"The security token included in the request is invalid."}';
const SIX_MINUTES = 6 * 60 * 1000;
const POST = { body: 'signed' };

/** 403, with a capital Message, and without a trace id. */
function expectForbidden(answer: WireAnswer): void {
  expect(answer).toMatchObject({ status: 403, text: FORBIDDEN });
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json',
    'x-amzn-errortype': 'AccessDeniedException',
  });
  expect(answer.headers).not.toHaveProperty('x-amzn-trace-id');
}

const forbidden =
  (name: UrlName): ConformanceCase['check'] =>
  async ({ urls }) =>
    expectForbidden(await send(urls[name]));

const forbiddenTo =
  (role: RoleName): ConformanceCase['check'] =>
  async (target) =>
    expectForbidden(await sendSigned({ ...target, credentials: await target.assume(role) }, 'iam'));

const allowedTo =
  (role: RoleName): ConformanceCase['check'] =>
  async (target) => {
    const answer = await sendSigned({ ...target, credentials: await target.assume(role) }, 'iam');
    expect(answer.status).toBe(200);
  };

/** A case: signed in that way, the signature itself is refused, with this body and error type. */
const refused =
  (signing: Signing, body: string | RegExp, errorType?: string): ConformanceCase['check'] =>
  async (target) => {
    const answer = await sendSigned(target, 'iam', POST, signing);
    expect(answer.status).toBe(403);
    expect(answer.text).toEqual(typeof body === 'string' ? body : expect.stringMatching(body));
    expect(answer.headers['content-type']).toBe('application/json');
    if (errorType !== undefined) expect(answer.headers['x-amzn-errortype']).toBe(errorType);
  };

/** The chapters "Errors", where they refuse the caller, and "Authorisation". */
export const authorizationCases: readonly ConformanceCase[] = [
  ...cases('captured', SOURCES.recorded, {
    'an unsigned request on AWS_IAM is 403 with a capital Message, without a trace id': forbidden('iam'),
    'a caller who is not authorised is refused in the same words': forbiddenTo('roleWithNothing'),
  }),
  ...cases('reported', SOURCES.users, {
    'a body that was changed after signing is 403 with a lower-case message': refused(
      { sentBody: 'change' },
      MISMATCH,
    ),
    'a wrong secret does not match': async (target) => {
      const credentials = { ...target.credentials, secretAccessKey: 'wrong'.repeat(8) };
      await refused({ credentials }, MISMATCH)(target);
    },
    'an unknown key is 403, UnrecognizedClientException': refused(
      { credentials: { accessKeyId: 'AKIAFURLCONFORMANCE0', secretAccessKey: 'unknown'.repeat(5) } },
      INVALID_TOKEN,
      'UnrecognizedClientException',
    ),
    'a wrong session token is refused like an unknown key': async (target) => {
      const credentials = { ...(await target.assume('roleWithBoth')), sessionToken: 'bm9uZSBvZiBvdXJz' };
      await refused({ credentials }, INVALID_TOKEN, 'UnrecognizedClientException')(target);
    },
  }),
  ...cases('ours', SOURCES.nobody, {
    'a signature that does not match is InvalidSignatureException': refused(
      { sentBody: 'change' },
      MISMATCH,
      'InvalidSignatureException',
    ),
  }),
  ...cases('documented', SOURCES.errors, {
    'over five minutes late is 403, Signature expired': refused(
      { clock: () => new Date(Date.now() - SIX_MINUTES) },
      /^\{"message":"Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)"\}$/,
      'InvalidSignatureException',
    ),
    'over five minutes early is 403, Signature not yet current': refused(
      { clock: () => new Date(Date.now() + SIX_MINUTES) },
      /^\{"message":"Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)"\}$/,
      'InvalidSignatureException',
    ),
    'four minutes either way are fine': async (target) => {
      for (const minutes of [-4, 4]) {
        const clock = () => new Date(Date.now() + minutes * 60_000);
        expect((await sendSigned(target, 'iam', POST, { clock })).status).toBe(200);
      }
    },
    'a wrong region in the scope is 403, and is named': refused(
      { region: 'xx-nowhere-1' },
      /^\{"message":"Credential should be scoped to a valid Region, not xx-nowhere-1\.? ?"\}$/,
    ),
    'a wrong service in the scope is 403': refused(
      { service: 'execute-api' },
      /^\{"message":"Credential should be scoped to correct service: 'lambda'\.? ?"\}$/,
    ),
  }),
  ...cases('documented', SOURCES.access, {
    'both actions let a role in': allowedTo('roleWithBoth'),
    'InvokedViaFunctionUrl may be the text "true"': allowedTo('roleWithBothInText'),
    'InvokeFunction without a condition satisfies the second action': allowedTo('roleWithoutCondition'),
    'the resource policy may grant both to a role of the same account': allowedTo('roleOfResourcePolicy'),
    'one action may be granted by the role, and the other by the resource policy':
      allowedTo('roleWithOneOfEach'),
    'InvokeFunctionUrl alone is not enough': forbiddenTo('roleWithUrlOnly'),
    'InvokeFunction alone is not enough': forbiddenTo('roleWithInvokeOnly'),
    'a grant for URLs with FunctionUrlAuthType NONE does not hold on AWS_IAM':
      forbiddenTo('roleForPublicUrls'),
    'an explicit Deny wins': forbiddenTo('roleWithDeny'),
    'NONE with both permissions for everyone is public': async ({ urls }) => {
      expect((await send(urls.echo)).status).toBe(200);
    },
    'NONE without any permission is refused': forbidden('unpermitted'),
    'NONE without InvokeFunction for everyone is refused': forbidden('halfPublic'),
    'NONE without InvokeFunctionUrl for everyone is refused': forbidden('otherHalfPublic'),
  }),
];
