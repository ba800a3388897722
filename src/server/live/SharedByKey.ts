/** Things that several share, each made for the first who needs it and closed when nobody does any more. */
export class SharedByKey<T extends { readonly close: () => void }> {
  readonly #shared = new Map<string, { readonly thing: T; users: number }>();

  *values(): Iterable<T> {
    for (const { thing } of this.#shared.values()) yield thing;
  }

  acquire(key: string, open: () => T): T {
    const known = this.#shared.get(key) ?? { thing: open(), users: 0 };
    known.users += 1;
    this.#shared.set(key, known);
    return known.thing;
  }

  release(key: string): void {
    const known = this.#shared.get(key);
    if (known === undefined) return;
    known.users -= 1;
    if (known.users > 0) return;
    this.#shared.delete(key);
    known.thing.close();
  }
}
