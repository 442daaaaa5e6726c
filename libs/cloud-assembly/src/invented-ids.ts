import { createHash } from 'node:crypto';

/** What an id belongs to. The same owner always gets the same ids, in every run and on every machine. */
export interface IdOwner {
  readonly accountId: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
}

const LOWER = '0123456789abcdefghijklmnopqrstuvwxyz';
const UPPER = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MIXED = `${UPPER}abcdefghijklmnopqrstuvwxyz`;
const HEX = '0123456789abcdef';
const LONGEST_NAME = 64;
const SUFFIX_LENGTH = 12;

/** The id of a function URL: 32 of [0-9a-z]. */
export function urlId(owner: IdOwner): string {
  return characters(owner, 'url', LOWER, 32);
}

/** The unique id of a role: `AROA` and 17 of [A-Z0-9]. */
export function roleId(owner: IdOwner): string {
  return `AROA${characters(owner, 'role', UPPER, 17)}`;
}

/** An id of EC2: the prefix, such as `subnet`, and 17 hexadecimal digits. */
export function ec2Id(owner: IdOwner, prefix: string): string {
  return `${prefix}-0${characters(owner, prefix, HEX, 16)}`;
}

/** The id of a stack, as it ends a stack's ARN: a UUID. */
export function stackUuid(owner: IdOwner): string {
  const digits = characters(owner, 'stack', HEX, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The id of an event source mapping: a UUID, by stack and logical id. */
export function eventSourceMappingUuid(path: string): string {
  const hex = createHash('sha256').update(`event-source-mapping ${path}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A name as CloudFormation forms it where the template gives none: `<stack>-<logical id>-<12 random>`, both
 * parts cut so that it has at most 64 characters.
 */
export function generatedName(owner: IdOwner): string {
  const room = LONGEST_NAME - SUFFIX_LENGTH - 2;
  const half = Math.floor(room / 2);
  const stack = owner.stack.slice(0, Math.max(half, room - owner.logicalId.length));
  const logicalId = owner.logicalId.slice(0, room - stack.length);
  return `${stack}-${logicalId}-${nameSuffix(owner)}`;
}

/** The 12 random characters of such a name. */
export function nameSuffix(owner: IdOwner): string {
  return characters(owner, 'name', MIXED, SUFFIX_LENGTH);
}

function characters(owner: IdOwner, purpose: string, alphabet: string, length: number): string {
  const parts = [purpose, owner.accountId, owner.region, owner.stack, owner.logicalId];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  // The same as below without any arithmetic; most ids are hexadecimal.
  if (alphabet === HEX) return [...digest.slice(-length)].reverse().join('');
  // Eight characters at a time, as many as a number holds exactly: arithmetic on long numbers is slow.
  const size = BigInt(alphabet.length);
  let rest = BigInt(`0x${digest}`);
  let text = '';
  while (text.length < length) {
    let eight = Number(rest % size ** 8n);
    rest /= size ** 8n;
    for (let count = 0; count < 8 && text.length < length; count += 1) {
      text += alphabet[eight % alphabet.length] ?? '';
      eight = Math.floor(eight / alphabet.length);
    }
  }
  return text;
}
