/**
 * A time as `x-amz-date` wants it: `YYYYMMDD'T'HHMMSS'Z'`, ISO 8601 basic format (IAM User Guide, "Elements of an AWS
 * API request signature"). What comes of an invalid date, or of one outside the years 0 to 9999, is no such text.
 */
export function amzDate(date: Date): string {
  const second = Math.floor(date.getTime() / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${date.toJSON()}`.replace(/[:-]|\.\d+/g, '');
  }
  return lastText;
}

/** The time that such a text stands for in ms since the epoch; `undefined` for any other text, 31 February included. */
export function parseAmzDate(text: string): number | undefined {
  if (text === lastParsed) return lastTime;
  const match = AMZ_DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (amzDate(new Date(time)) !== text) return undefined;
  lastParsed = text;
  lastTime = time;
  return time;
}

const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

// Many requests are signed, and verified, within one second: the last text and the last time are kept.
let lastSecond = Number.NaN;
let lastText = '';
let lastParsed: string | undefined;
let lastTime: number | undefined;
