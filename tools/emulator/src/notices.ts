import type { CloudAssembly, Role } from '@furl/cloud-assembly';
import { awsManagedPolicy } from './account/aws-managed-policies';
import type { Preparation } from './prepare-functions';

/** What is left out or differs from AWS in this assembly, a sentence each: nothing is passed over in silence. */
export function noticesOf(assembly: CloudAssembly, { notices, functions }: Preparation): string[] {
  const running = new Set(functions.map(({ fn }) => fn.arn));
  const names = new Map(assembly.functions.map(({ arn, functionName }) => [arn, functionName]));
  const ofUrls = assembly.functionUrls.flatMap(({ functionArn, stack, logicalId }) => {
    const name = names.get(functionArn) ?? functionArn;
    if (!running.has(functionArn)) {
      return [`${stack}.${logicalId} is not served: its function ${name} is left out`];
    }
    return [];
  });
  return [
    ...notices,
    ...ofUrls,
    ...assembly.problems.map(({ path, message }) => `${path}: ${message}`),
    ...assembly.roles.flatMap(ofRole),
  ];
}

function ofRole({ roleName, managedPolicyArns, permissionsBoundary }: Role): string[] {
  const unknown = managedPolicyArns.filter((arn) => awsManagedPolicy(arn) === undefined);
  const boundary = permissionsBoundary;
  const isBoundaryUnknown =
    boundary !== undefined && boundary.document === undefined && awsManagedPolicy(boundary.arn) === undefined;
  return [
    ...unknown.map((arn) => `${roleName}: what ${arn} says is not known here, so it grants nothing`),
    ...(isBoundaryUnknown
      ? [
          `${roleName}: what its permissions boundary ${boundary.arn} says is not known here, so it allows nothing`,
        ]
      : []),
  ];
}
