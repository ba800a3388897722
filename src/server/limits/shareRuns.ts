/**
 * Runs something for many, one run at a time: whoever asks while one is under way shares the next, or fails with the one under way, so that
 * nobody waits for longer than two of them.
 */
export function shareRuns(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    const begun = run().finally(() => {
      if (running === begun) running = undefined;
    });
    running = begun;
    return begun;
  };
  return () => {
    if (running === undefined) return begin();
    return (next ??= running.then(begin, (error: unknown) => {
      next = undefined;
      throw error;
    }));
  };
}
