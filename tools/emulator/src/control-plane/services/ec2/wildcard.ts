/**
 * Whether a filter's value fits: `*` is any number of characters, `?` is one, and a backslash takes its meaning from the
 * character behind it (EC2 API Reference, "Filter"). In time proportional to both lengths, whatever the pattern.
 */
export function fits(pattern: string, text: string): boolean {
  const steps = stepsOf(pattern);
  let [step, at] = [0, 0];
  /** Where to go on when this does not lead anywhere: behind the last `*`, one character further on each time. */
  let retry: { readonly step: number; at: number } | undefined;
  while (at < text.length) {
    const current = steps[step];
    if (current === ANY_NUMBER) {
      step += 1;
      retry = { step, at };
    } else if (current === ANY_ONE || current === text[at]) {
      step += 1;
      at += 1;
    } else if (retry !== undefined) {
      retry.at += 1;
      [step, at] = [retry.step, retry.at];
    } else {
      return false;
    }
  }
  while (steps[step] === ANY_NUMBER) step += 1;
  return step === steps.length;
}

const ANY_NUMBER = Symbol('*');
const ANY_ONE = Symbol('?');

function stepsOf(pattern: string): readonly (string | symbol)[] {
  const steps: (string | symbol)[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '*') steps.push(ANY_NUMBER);
    else if (character === '?') steps.push(ANY_ONE);
    else if (character === '\\' && index + 1 < pattern.length) steps.push(pattern.charAt((index += 1)));
    else steps.push(character);
  }
  return steps;
}
