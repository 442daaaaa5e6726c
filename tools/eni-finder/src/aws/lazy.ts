/** A client that is made when it is first needed, and destroyed only if it was. */
export interface Lazy<T> {
  get(): Promise<T>;
  close(): void;
}

/** @param make makes the client, after it has loaded the SDK's code for it */
export function lazy<T extends { destroy(): void }>(make: () => Promise<T>): Lazy<T> {
  let client: Promise<T> | undefined;
  return {
    get: () => (client ??= make()),
    close: () => {
      client?.then(
        (made) => made.destroy(),
        () => undefined,
      );
    },
  };
}
