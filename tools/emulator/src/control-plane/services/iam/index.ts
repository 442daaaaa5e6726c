import type { Service } from '../../operation';
import { query } from '../../protocols/query';
import { getPolicy, getPolicyVersion } from './managed-policies';
import { getRolePolicy, listAttachedRolePolicies, listRolePolicies } from './role-policies';
import { getRole, listRoles } from './roles';
import { simulatePrincipalPolicy } from './simulate-principal-policy';

/** AWS Identity and Access Management, as far as it is what the templates' roles may do. */
export const iam: Service = {
  name: 'iam',
  protocol: query,
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  apiVersion: '2010-05-08',
  operations: [
    getPolicy,
    getPolicyVersion,
    getRole,
    getRolePolicy,
    listAttachedRolePolicies,
    listRolePolicies,
    listRoles,
    simulatePrincipalPolicy,
  ],
};
