/**
 * Three-valued truth. `unknown` stands for what AWS would have refused to store or does not document; an
 * Allow needs `true`, a Deny applies unless `false`, so that nothing is granted by what nobody understands.
 */
export type Truth = true | false | 'unknown';

/** True when all are; false as soon as one is, whatever is unknown beside it. */
export function all(truths: Iterable<Truth>): Truth {
  let result: Truth = true;
  for (const truth of truths) {
    if (truth === false) return false;
    if (truth === 'unknown') result = 'unknown';
  }
  return result;
}

/** True as soon as one is; false only when all are. */
export function any(truths: Iterable<Truth>): Truth {
  let result: Truth = false;
  for (const truth of truths) {
    if (truth === true) return true;
    if (truth === 'unknown') result = 'unknown';
  }
  return result;
}

/** The opposite; the opposite of unknown is unknown. */
export function not(truth: Truth): Truth {
  return truth === 'unknown' ? 'unknown' : !truth;
}
