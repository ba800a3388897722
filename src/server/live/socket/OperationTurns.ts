import { MessageType } from 'graphql-ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import type { SentOperation } from '../parseLiveOperation.ts';

/** One operation of a socket. */
export class Turn {
  readonly #gone = new AbortController();
  readonly #ends: (() => void)[] = [];
  #sent: SentOperation | undefined;
  /** Whether nothing more is said of it, so that its id may be used again. */
  isOver = false;
  /** The next operation of the same id. */
  next: Turn | undefined;
  /** Resolves when nothing is done for it any more. */
  work: Promise<unknown> = Promise.resolve();

  constructor(sent: SentOperation) {
    this.#sent = sent;
  }

  /** Gives what was sent to whoever begins it, once: a subscription may run for days, and nobody needs it any more. */
  takeSent(): SentOperation {
    const sent = this.#sent;
    if (sent === undefined) throw new Error('an operation is begun twice');
    this.#sent = undefined;
    return sent;
  }

  /** Aborts when nobody waits for it any more. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Has something called when it has ended, and what was sent has been taken by the network. */
  onEnd(end: () => void): void {
    this.#ends.push(end);
  }

  leave(): void {
    this.isOver = true;
    this.#gone.abort(new ConcordatError('BAD_USER_INPUT', 'The caller has gone.'));
  }

  end(): void {
    for (const end of this.#ends) end();
  }
}

/**
 * The operations of a socket by their ids. A client may use an id again once it has completed the operation or was told its end;
 * graphql-ws lets go of an operation only when its last message has been sent, and would take one for the other until then. It keeps
 * the message that began it as long, and so is given one that says no more than the id.
 */
export class OperationTurns {
  readonly #turns = new Map<string, Turn>();
  readonly #take: (text: string) => Promise<void>;
  #idleSince = performance.now();

  /** @param take handles a message to the end of the operation that it begins; does not reject */
  constructor(take: (text: string) => Promise<void>) {
    this.#take = take;
  }

  /** How many there are, those among them of which the client wants no more but that have not ended yet. */
  get size(): number {
    return this.#turns.size;
  }

  /** Milliseconds for which there has been none. */
  get idleMs(): number {
    return this.#turns.size === 0 ? performance.now() - this.#idleSince : 0;
  }

  /** Handles a message that concerns no operation. */
  take(text: string): Promise<void> {
    return this.#take(text);
  }

  of(id: string): Turn | undefined {
    return this.#turns.get(id);
  }

  /** Begins an operation, at once or when the one before has ended. Gives whether the id is free. */
  subscribe(id: string, { query, operationName, variables }: SentOperation): boolean {
    const before = this.#turns.get(id);
    if (before !== undefined && (!before.isOver || before.next !== undefined)) return false;
    const turn = new Turn({ query, operationName, variables });
    if (before === undefined) {
      this.#turns.set(id, turn);
      void this.#run(id);
    } else before.next = turn;
    return true;
  }

  /** The client wants no more of an operation. */
  complete(id: string, text: string): void {
    const turn = this.#turns.get(id);
    if (turn === undefined) return;
    if (turn.next !== undefined) turn.next = undefined;
    else if (!turn.isOver) {
      turn.leave();
      void this.#take(text);
    }
  }

  /** The client was told that there is no more. */
  over(id: string): void {
    const turn = this.#turns.get(id);
    if (turn !== undefined) turn.isOver = true;
  }

  /** The client is gone. */
  leave(): void {
    for (const turn of this.#turns.values()) {
      turn.next = undefined;
      turn.leave();
    }
  }

  /** Runs the operation of an id, and those that follow it. */
  async #run(id: string): Promise<void> {
    for (let turn = this.#turns.get(id); turn !== undefined; turn = this.#turns.get(id)) {
      await this.#take(JSON.stringify({ id, type: MessageType.Subscribe, payload: { query: '' } }));
      await turn.work;
      turn.end();
      this.#idleSince = performance.now();
      if (turn.next === undefined) this.#turns.delete(id);
      else this.#turns.set(id, turn.next);
    }
  }
}
