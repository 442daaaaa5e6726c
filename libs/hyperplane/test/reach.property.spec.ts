import fc from 'fast-check';

import { amend, type Destination, type Network, reach } from '../src/index';
import { bruteForce } from './brute-force';
import { randomDestination, randomNetwork } from './random-networks';

const functionIn = (network: Network) => {
  const [fn] = network.functions;
  if (fn === undefined) throw new Error('the network has no function');
  return fn;
};
const opinion = (network: Network, to: Destination) => bruteForce(network, functionIn(network), to);

it('agrees with the brute-force model on 2,000 random networks, and its remedies are enough and none too many', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(randomNetwork, randomDestination, (network, to) => {
      const { verdict, blockedBy, amendments, remedy } = reach(network, 'fn', to);
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);

      expect(verdict).toBe(opinion(network, to));
      expect(blockedBy.length > 0).toBe(verdict !== 'yes');
      if (amendments.length === 0) return;
      expect(remedy).not.toBeNull();
      const mended = amend(network, amendments);
      const after = reach(mended, 'fn', to);
      expect(opinion(mended, to)).toBe(after.verdict);
      // What is still partial then is so because of what nobody knows.
      seen.set(`mended ${after.verdict}`, (seen.get(`mended ${after.verdict}`) ?? 0) + 1);
      expect(after.verdict).not.toBe('no');
      for (const left of amendments) {
        const others = amendments.filter((each) => each !== left);
        expect(opinion(amend(network, others), to)).not.toBe('yes');
      }
    }),
    { numRuns: 2000 },
  );
  // The networks are of all kinds, or the agreement would mean nothing.
  for (const verdict of ['yes', 'no', 'partial', 'mended yes'])
    expect(seen.get(verdict)).toBeGreaterThan(100);
}, 180_000);
