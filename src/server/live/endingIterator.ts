/**
 * An iterator that gives nothing and ends when the signal aborts: what there is to give goes past it. It can be returned from while it is
 * waited for, which a generator cannot.
 *
 * @param onReturn - called when who iterates wants no more
 */
export function endingIterator(signal: AbortSignal, onReturn: () => void): AsyncGenerator<never, undefined> {
  const done = { done: true, value: undefined } as const;
  const ended = new Promise<typeof done>((resolve) => {
    if (signal.aborted) resolve(done);
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve(done);
        },
        { once: true },
      );
  });
  const stop = (): Promise<typeof done> => {
    onReturn();
    return ended;
  };
  return {
    next: () => ended,
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}
