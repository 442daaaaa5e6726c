import type { Operation } from '../operation';

/** Says that an operation, as it is here, cannot do what a member asks for. */
export function unknownMember(name: string, { name: operation, members = [] }: Operation): string {
  return `The emulator's ${operation} does not know ${name.slice(0, 200)}: it knows ${members.join(', ') || 'no members'}.`;
}
