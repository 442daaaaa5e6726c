/** What is known of a statement. Unknown is not no: it may be either. */
export type Truth = 'yes' | 'no' | 'unknown';

/** All of them: one no decides, however little is known of the others. */
export function all(truths: readonly Truth[]): Truth {
  if (truths.includes('no')) return 'no';
  return truths.includes('unknown') ? 'unknown' : 'yes';
}

/** Any of them: one yes decides. */
export function any(truths: readonly Truth[]): Truth {
  if (truths.includes('yes')) return 'yes';
  return truths.includes('unknown') ? 'unknown' : 'no';
}

/** One of them, and it is not known which: what they agree on. */
export function agreed(truths: readonly Truth[]): Truth {
  const [first = 'unknown'] = truths;
  return truths.every((truth) => truth === first) ? first : 'unknown';
}
