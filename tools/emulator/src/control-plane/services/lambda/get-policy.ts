import type { Operation } from '../../operation';
import { existingFunction, functionTarget } from './named-function';
import { noSuchResource } from './no-such-resource';

/** The resource-based policy of a function, or of one of its aliases and versions, which have policies of their own. */
export const getPolicy: Operation = {
  name: 'GetPolicy',
  route: 'GET /2015-03-31/functions/{FunctionName}/policy',
  recordedAs: 'GetPolicy20150331v2',
  action: 'lambda:GetPolicy',
  target: functionTarget,
  handle: (call) => {
    const { served, qualifiedArn } = existingFunction(call);
    const Statement = served.fn.policy.filter(({ Resource }) => Resource === qualifiedArn);
    if (Statement.length === 0) {
      throw noSuchResource(
        `${qualifiedArn} has no resource-based policy: no AWS::Lambda::Permission is for it`,
      );
    }
    return { body: { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }) } };
  },
};
