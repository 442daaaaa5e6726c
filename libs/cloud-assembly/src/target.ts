import { AssemblyError } from './assembly-error';
import type { DeployTarget } from './cloud-assembly';

/** The target, if it is one. @throws AssemblyError when it is not */
export function checkedTarget(target: DeployTarget): DeployTarget {
  if (!/^\d{12}$/.test(target.accountId)) {
    throw new AssemblyError('TARGET_INVALID', `the account id "${target.accountId}" does not have 12 digits`);
  }
  return {
    accountId: target.accountId,
    defaultRegion: target.defaultRegion,
    functionUrl: (url) => {
      const address = target.functionUrl(url);
      if (address.endsWith('/')) return address;
      throw new AssemblyError(
        'TARGET_INVALID',
        `the function URL "${address}" does not end in "/", as AWS's do`,
      );
    },
  };
}
