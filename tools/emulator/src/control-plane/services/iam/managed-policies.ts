import { createHash } from 'node:crypto';
import type { PolicyDocument } from '@furl/iam';
import { awsManagedPolicy } from '../../../account/aws-managed-policies';
import type { ApiCall, Operation, Target } from '../../operation';
import { validationError } from '../validation-error';
import { encodedDocument } from './encoded-document';
import { attachedArns, noSuchEntity, pathOf } from './roles';

/** Every managed policy has one version here: nobody can make another. */
const VERSION = 'v1';

/** A managed policy of which it is known what it says. */
export const getPolicy: Operation = {
  name: 'GetPolicy',
  members: ['PolicyArn'],
  action: 'iam:GetPolicy',
  target: policyTarget,
  handle: (call) => {
    const { arn } = existingPolicy(call);
    const attached = call.backend.account.allRoles.filter((role) => attachedArns(role).includes(arn));
    const bounding = call.backend.account.allRoles.filter(
      ({ permissionsBoundary }) => permissionsBoundary?.arn === arn,
    );
    return {
      body: {
        Policy: {
          PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
          PolicyId: policyId(arn),
          Arn: arn,
          Path: pathOf(arn),
          DefaultVersionId: VERSION,
          AttachmentCount: attached.length,
          PermissionsBoundaryUsageCount: bounding.length,
          IsAttachable: true,
        },
      },
    };
  },
};

/** What a managed policy says. */
export const getPolicyVersion: Operation = {
  name: 'GetPolicyVersion',
  members: ['PolicyArn', 'VersionId'],
  action: 'iam:GetPolicyVersion',
  target: policyTarget,
  handle: (call) => {
    const { arn, document } = existingPolicy(call);
    const version = call.input.get('VersionId');
    if (version === undefined || !/^v[1-9][0-9]*(?:\.[A-Za-z0-9-]*)?$/.test(version)) {
      throw validationError(
        'VersionId',
        version,
        'Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?',
      );
    }
    if (version !== VERSION) {
      throw noSuchEntity(
        `Policy ${arn} version ${version.slice(0, 100)} does not exist or is not attachable.`,
        `${arn} has the version ${VERSION} here, and no other`,
      );
    }
    return {
      body: {
        PolicyVersion: { Document: encodedDocument(document), VersionId: VERSION, IsDefaultVersion: true },
      },
    };
  },
};

function policyTarget(call: ApiCall): Target {
  const resource = policyArn(call);
  return { resource, accountId: call.principal.accountId, policy: [], context: {} };
}

function existingPolicy(call: ApiCall): { readonly arn: string; readonly document: PolicyDocument } {
  const arn = policyArn(call);
  const ofTemplates = call.backend.account.allRoles.flatMap(({ policies, permissionsBoundary }) => [
    ...policies,
    ...(permissionsBoundary === undefined ? [] : [permissionsBoundary]),
  ]);
  const document = awsManagedPolicy(arn) ?? ofTemplates.find((policy) => policy.arn === arn)?.document;
  if (document !== undefined) return { arn, document };
  throw noSuchEntity(
    `Policy ${arn.slice(0, 500)} was not found.`,
    `the emulator does not know what ${arn.slice(0, 500)} says: it knows the managed policies that CDK and SAM attach to functions, and those that roles of the templates have, as policies or as boundaries`,
  );
}

function policyArn({ input }: ApiCall): string {
  const arn = input.get('PolicyArn');
  if (arn !== undefined && arn.length >= 20 && arn.length <= 2048) return arn;
  const what =
    (arn?.length ?? 0) < 20
      ? 'Member must have length greater than or equal to 20'
      : 'Member must have length less than or equal to 2048';
  throw validationError('PolicyArn', arn, what);
}

/** `ANPA` and 17 of [A-Z0-9], the same for the same policy. */
function policyId(arn: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(arn).digest('hex')}`)
    .toString(36)
    .toUpperCase();
  return `ANPA${digits.slice(0, 17)}`;
}
