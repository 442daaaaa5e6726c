/**
 * Thrown when a configured value cannot be used. The message is one line with the key, the bad value and the way out, meant
 * for the person who typed it; a stack trace would add nothing.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  /**
   * @param key the context key, such as `furl:region`
   * @param value what was configured
   * @param remedy what to write instead
   */
  constructor(
    readonly key: string,
    readonly value: unknown,
    remedy: string,
  ) {
    super(`bad value for ${key}: ${JSON.stringify(value)}; ${remedy}`);
  }
}
