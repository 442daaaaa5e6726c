import type { Key } from '@furl/sigv4';
import type { SessionCredentials } from '../runtime/runnable-function';
import type { Principal } from './principal';

/** How many keys that end are kept. Each is a few kilobytes; nobody assumes roles that often on purpose. */
const TEMPORARY_LIMIT = 10_000;

/** Who holds which key. Keys that end are kept beyond their end, as long as there is room, so that the end can be told. */
export class KeyRing {
  private readonly lasting = new Map<string, Key<Principal>>();
  private readonly ending = new Map<string, Key<Principal>>();

  constructor(private readonly limit = TEMPORARY_LIMIT) {}

  /** The key of that id, whether it has come to its end or not. */
  get(accessKeyId: string): Key<Principal> | undefined {
    return this.lasting.get(accessKeyId) ?? this.ending.get(accessKeyId);
  }

  /** Adds a key. When there are too many that end, the one that ends first is forgotten. */
  add({ accessKeyId, secretAccessKey, sessionToken }: SessionCredentials, principal: Principal): void {
    const keys = principal.expiration === undefined ? this.lasting : this.ending;
    keys.set(accessKeyId, { secretAccessKey, sessionToken, principal });
    if (this.ending.size > this.limit) this.forgetFirstToEnd();
  }

  /** Gives every key's principal anew; a key whose principal is no more is nobody's. */
  replacePrincipals(replace: (principal: Principal) => Principal | undefined): void {
    for (const keys of [this.lasting, this.ending]) {
      for (const [id, key] of [...keys]) {
        const principal = replace(key.principal);
        if (principal === undefined) keys.delete(id);
        else keys.set(id, { ...key, principal });
      }
    }
  }

  private forgetFirstToEnd(): void {
    let first: readonly [id: string, end: number] | undefined;
    for (const [id, { principal }] of this.ending) {
      const end = principal.expiration?.getTime() ?? 0;
      if (first === undefined || end < first[1]) first = [id, end];
    }
    if (first !== undefined) this.ending.delete(first[0]);
  }
}
