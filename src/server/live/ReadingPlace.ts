import { ConcordatError } from '../../errors/ConcordatError.ts';

/** In so much time that a client makes wait while others wait for its place, it is seen how fast it reads. */
const lookedAtMs = 10_000;
/** For each such time that a client has made others wait it must read twice as fast: its place becomes free, however much it has to read. */
const twiceAfterMs = 120_000;

/** One of the places for those who are told much at once: whoever reads slowly has it as long as nobody else wants it. */
export class ReadingPlace {
  readonly #bytesPerSecond: number;
  readonly #isWanted: () => boolean;
  #bytes = 0;
  #waitedMs = 0;
  /** For how long it was waited for while others waited, since nobody did. */
  #allWaitedMs = 0;

  /**
   * @param bytesPerSecond - that must be read while others wait, at first
   * @param isWanted - whether others wait for it
   */
  constructor(bytesPerSecond: number, isWanted: () => boolean) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#isWanted = isWanted;
  }

  /**
   * Hears how much the client was told, and how long it was waited for until it had read enough of it.
   *
   * @throws ConcordatError SLOW_CONSUMER where others wait, and it reads too slowly for that
   */
  told(bytes: number, waitedMs: number): void {
    if (!this.#isWanted()) {
      this.#begin();
      this.#allWaitedMs = 0;
      return;
    }
    this.#bytes += bytes;
    this.#waitedMs += waitedMs;
    this.#allWaitedMs += waitedMs;
    if (this.#waitedMs < lookedAtMs) return;
    const wanted = this.#bytesPerSecond * 2 ** Math.floor(this.#allWaitedMs / twiceAfterMs);
    if (this.#bytes < (wanted * this.#waitedMs) / 1_000) throw slowConsumer();
    this.#begin();
  }

  #begin(): void {
    this.#bytes = 0;
    this.#waitedMs = 0;
  }
}

function slowConsumer(): ConcordatError {
  return new ConcordatError(
    'SLOW_CONSUMER',
    'What is sent is not read fast enough, and others wait for theirs.',
    {
      fix: 'Read faster, or ask for fewer rows or fields.',
    },
  );
}
