import { eniQuery } from './query';

it('takes ids apart by commas and spaces, each once', () => {
  const { enis } = eniQuery({ enis: ['eni-00000001,eni-0123456789abcdef0', 'eni-00000001 eni-00000002'] });
  expect(enis).toEqual(['eni-00000001', 'eni-0123456789abcdef0', 'eni-00000002']);
});

it.each([
  [{ enis: ['sg-00000001'] }, '"sg-00000001"'],
  [{ enis: ['eni-0000001'] }, '"eni-0000001"'],
  [{ securityGroups: ['default'] }, 'it is sg- and 8 or 17'],
  [{ subnets: ['10.0.1.0/24'] }, '"10.0.1.0/24"'],
  [{ vpcs: ['vpc-XYZ00000'] }, '"vpc-XYZ00000"'],
])('refuses %j', (typed, message) => {
  expect(() => eniQuery(typed)).toThrow(
    expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(message) }),
  );
});
