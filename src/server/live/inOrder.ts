/** Begun at once of what takes its time: what stands behind them is read together, see `createSharedLoaders`. */
const mostUnderWay = 50;

/**
 * What is made of each thing, in the order of the things. What is made at once is made when it is its turn; where making takes its
 * time, those that follow are begun meanwhile.
 */
export async function* inOrder<T, M>(
  things: readonly T[],
  make: (thing: T) => M | Promise<M>,
): AsyncGenerator<M> {
  const underWay: (M | Promise<M>)[] = [];
  let next = 0;
  const begin = (): void => {
    const thing = things[next];
    if (thing === undefined) return;
    next += 1;
    const made = make(thing);
    // Whoever is told that one failed takes no other: nobody else hears of theirs.
    if (made instanceof Promise) made.catch(() => undefined);
    underWay.push(made);
  };
  // As many as may be in one turn: one that is begun by itself reads by itself.
  const beginSome = (): void => {
    begin();
    while (underWay[0] instanceof Promise && underWay.length < mostUnderWay && next < things.length) begin();
  };
  while (next < things.length || underWay.length > 0) {
    if (underWay.length === 0) beginSome();
    const first = underWay.shift();
    if (first !== undefined) yield await first;
  }
}
