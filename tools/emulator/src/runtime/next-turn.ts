/** Lets the event loop turn: what had already arrived on a socket or pipe, or ended, has then been seen. */
export async function nextTurn(times = 1): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
