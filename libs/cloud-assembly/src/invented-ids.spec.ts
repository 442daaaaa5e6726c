import { ec2Id, generatedName, roleId, stackUuid, urlId } from './invented-ids';

const owner = { accountId: '000000000000', region: 'ap-northeast-1', stack: 'FurlServer', logicalId: 'Url' };

describe('invented ids', () => {
  it.each([
    ['a URL', urlId(owner), /^[0-9a-z]{32}$/],
    ['a role', roleId(owner), /^AROA[A-Z0-9]{17}$/],
    ['a subnet', ec2Id(owner, 'subnet'), /^subnet-0[0-9a-f]{16}$/],
    ['a name', generatedName(owner), /^FurlServer-Url-[A-Za-z0-9]{12}$/],
    ['a stack', stackUuid(owner), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ])('%s has an id of the form that AWS gives it', (_what, id, form) => {
    expect(id).toMatch(form);
  });

  it('stay the same from run to run, so that a bookmarked URL keeps working', () => {
    expect(urlId(owner)).toBe('qblh2qf2r4mcy90ybr0ulpfmr3e4789q');
  });

  it.each(['accountId', 'region', 'stack', 'logicalId'] as const)('differ where the %s differs', (part) => {
    expect(urlId({ ...owner, [part]: 'x' })).not.toBe(urlId(owner));
  });

  it.each([
    ['s'.repeat(128), 'l'.repeat(255)],
    ['s', 'l'.repeat(255)],
    ['s'.repeat(128), 'l'],
  ])('names never have more than 64 characters', (stack, logicalId) => {
    const name = generatedName({ ...owner, stack, logicalId });

    expect(name.length).toBeLessThanOrEqual(64);
    expect(name).toMatch(/^s+-l+-[A-Za-z0-9]{12}$/);
  });
});
