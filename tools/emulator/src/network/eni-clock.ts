import { EmulatorError } from '../errors';

/** How fast interfaces live: `1x` as on AWS, `60x` a minute in a second, `instant`. */
export type EniClock = 'instant' | `${number}x`;

/** Fast enough to watch, slow enough to see: 90 seconds are one and a half, 20 minutes are 20 seconds. */
export const DEFAULT_ENI_CLOCK: EniClock = '60x';

/** Whether a text says how fast interfaces live. */
export function isEniClock(text: string): text is EniClock {
  return text === 'instant' || (/^\d{1,7}(\.\d{1,3})?x$/.test(text) && parseFloat(text) > 0);
}

/**
 * How many times as fast as on AWS; Infinity for `instant`.
 *
 * @throws EmulatorError BAD_OPTION
 */
export function speedOf(clock: EniClock): number {
  if (!isEniClock(clock)) {
    throw new EmulatorError(
      'BAD_OPTION',
      `the clock of the interfaces is ${JSON.stringify(clock)}; it is 1x, 60x or another number with an x, or instant`,
    );
  }
  return clock === 'instant' ? Infinity : parseFloat(clock);
}
