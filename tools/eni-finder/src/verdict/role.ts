import { partitionOf, roleName } from '../arn';
import type { EniFacts } from './facts';
import { isForeign } from './in-use';
import type { Ruling } from './judgement';
import { releaseLines } from './released';

/** What Lambda needs in a VPC, as AWS keeps it up. */
const MANAGED_POLICY = 'iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';

/** The execution role is gone: Lambda has nobody left in whose name it could delete the interface. */
export function roleMissing(facts: EniFacts): Ruling {
  const { role } = facts;
  if (role?.exists !== false || isForeign(facts)) return false;
  const name = role.arn && roleName(role.arn);
  const which = role.arn ?? `the role with the id ${role.id}`;
  return {
    since: facts.trail?.release?.at,
    until: undefined,
    because: [`${which} made it, and is not there any more`, ...releaseLines(facts)],
    next: {
      words: `Create ${name ?? 'the role'} again, trusted by lambda.amazonaws.com, with AWSLambdaVPCAccessExecutionRole, and keep it until the interface is gone; once its status is available, delete it by hand; after 24 hours tell AWS Support`,
      ...(name !== undefined && {
        command: `aws iam create-role --role-name ${name}${pathOption(role.arn)} --assume-role-policy-document '${TRUST}'`,
      }),
    },
  };
}

/** The execution role is there and may not delete the interface. */
export function roleLacksDelete(facts: EniFacts): Ruling {
  const { role } = facts;
  if (role?.arn === undefined || role.mayDelete !== false || isForeign(facts)) return false;
  return {
    since: facts.trail?.release?.at,
    until: undefined,
    because: [`${role.arn} does not allow ec2:DeleteNetworkInterface on it`, ...releaseLines(facts)],
    next: {
      words: 'Let the role delete interfaces, and keep it until this one is gone',
      command: `aws iam attach-role-policy --role-name ${roleName(role.arn)} --policy-arn arn:${partitionOf(role.arn)}:${MANAGED_POLICY}`,
    },
  };
}

/** A role's ARN has its path, and a role at another path is another one. */
function pathOption(arn = ''): string {
  const path = arn.slice(arn.indexOf(':role/') + ':role'.length, arn.lastIndexOf('/') + 1);
  return path === '/' ? '' : ` --path ${path}`;
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
