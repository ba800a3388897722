import type { Change } from './Change.ts';

interface Entry<Row> {
  readonly row: Row | null;
  readonly revision: bigint | undefined;
}

/** The rows of a contract, folded from what a subscription tells. */
export class LiveTable<Row> {
  #entries = new Map<string, Entry<Row>>();
  /** The rows of a snapshot that has not been told to its end; until then the ones before are shown. */
  #snapshot: Map<string, Entry<Row>> | undefined;
  #cursor: string | undefined;

  /** From where to go on; undefined where a snapshot must be taken. */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** By key, as JSON. A row is null where the gateway cannot give it (see the errors). */
  rows(): ReadonlyMap<string, Row | null> {
    return new Map([...this.#entries].map(([key, { row }]) => [key, row]));
  }

  /** A snapshot will come. */
  begin(): void {
    this.#cursor = undefined;
    this.#snapshot = new Map();
  }

  /** The caller may not see the rows any more. */
  clear(): void {
    this.begin();
    this.#entries = new Map();
  }

  take({ kind, key, node, revision, cursor }: Change<Row>): void {
    const name = JSON.stringify(key);
    const told = { row: node, revision: revision === null ? undefined : BigInt(revision) };
    switch (kind) {
      case 'SNAPSHOT':
        // Its cursor leads nowhere: who is cut off within a snapshot begins anew.
        this.#snapshot?.set(name, told);
        return;
      case 'SNAPSHOT_COMPLETE':
        this.#entries = this.#snapshot ?? new Map<string, Entry<Row>>();
        this.#snapshot = undefined;
        break;
      case 'UPSERT':
        if (!this.#isOld(name, told)) this.#entries.set(name, told);
        break;
      case 'DELETE':
        if (!this.#isOld(name, told)) this.#entries.delete(name);
        break;
    }
    this.#cursor = cursor;
  }

  /** Whether it is known already: where no revisions are counted a change may be told twice, and taking it twice does no harm. */
  #isOld(name: string, { revision }: Entry<Row>): boolean {
    const known = this.#entries.get(name)?.revision;
    return known !== undefined && revision !== undefined && revision <= known;
  }
}
