import type { Operation } from '../../operation';

/** Who am I? Nobody needs a permission to ask (STS API Reference, "GetCallerIdentity"). */
export const getCallerIdentity: Operation = {
  name: 'GetCallerIdentity',
  handle: ({ principal: { userId, accountId, userArn } }) => ({
    body: { UserId: userId, Account: accountId, Arn: userArn },
  }),
};
