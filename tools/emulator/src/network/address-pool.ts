import { addressIn } from '@furl/hyperplane';
import { inventedHex } from './invented';

/** AWS keeps the first four addresses of a subnet and the last one (Amazon VPC User Guide, "Subnet CIDR blocks"). */
const FIRST_ADDRESS = 4;

/** The addresses of subnets, each given to one interface. */
export class AddressPool {
  private readonly taken = new Set<string>();

  /**
   * One that nobody has, anywhere in the block, as EC2 takes them; undefined when there is none, or the block is not known.
   *
   * @param parts by which it is the same in every run, as long as nobody else has it
   */
  take(subnet: string, cidr: string | undefined, parts: readonly string[]): string | undefined {
    const size = 2 ** (32 - Number(/\/(\d+)$/.exec(cidr ?? '')?.[1])) - FIRST_ADDRESS - 1;
    if (cidr === undefined || !(size > 0)) return undefined;
    const start = Number.parseInt(inventedHex(['address', ...parts], 8), 16);
    for (let tried = 0; tried < size; tried += 1) {
      const address = addressIn(cidr, FIRST_ADDRESS + ((start + tried) % size));
      if (address !== undefined && this.reserve(subnet, address)) return address;
    }
    return undefined;
  }

  /** @returns false where somebody has it already */
  reserve(subnet: string, address: string): boolean {
    const key = `${subnet} ${address}`;
    if (this.taken.has(key)) return false;
    this.taken.add(key);
    return true;
  }

  /** Nobody has it any more. */
  release(subnet: string, address: string): void {
    this.taken.delete(`${subnet} ${address}`);
  }
}
