import { amzDate, parseAmzDate } from './amz-date';

describe('x-amz-date', () => {
  it.each([
    ['2015-08-30T12:36:00Z', '20150830T123600Z'],
    ['2015-08-30T12:36:00.999Z', '20150830T123600Z'],
    ['1969-12-31T23:59:59.5Z', '19691231T235959Z'],
    ['0001-01-01T00:00:00Z', '00010101T000000Z'],
  ])('%s is written %s', (date, text) => {
    expect(amzDate(new Date(date))).toBe(text);
  });

  it('is read as it is written', () => {
    expect(parseAmzDate('20240229T235959Z')).toBe(Date.parse('2024-02-29T23:59:59Z'));
  });

  it.each([
    '',
    'null',
    'undefined',
    'NaN',
    '20230229T000000Z',
    '20150830T246000Z',
    '20150830T123600',
    '2015-08-30T12:36:00Z',
    '20150830t123600z',
    ' 20150830T123600Z',
    '20150830T123600Z\n',
  ])('%j is none', (text) => {
    expect(parseAmzDate(text)).toBeUndefined();
  });

  it('says nothing that could pass for a date when there is none', () => {
    expect(parseAmzDate(amzDate(new Date(Number.NaN)))).toBeUndefined();
    expect(parseAmzDate(amzDate(new Date(8.64e15)))).toBeUndefined();
  });
});
