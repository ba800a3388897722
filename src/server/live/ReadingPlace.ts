import { ConcordatError } from '../../errors/ConcordatError.ts';

/** In so much time that a client makes wait while others wait for its place, it is seen how fast it reads. */
const lookedAtMs = 10_000;

/** One of the places for those who are told much at once: whoever reads slowly has it as long as nobody else wants it. */
export class ReadingPlace {
  readonly #bytesPerSecond: number;
  readonly #isWanted: () => boolean;
  #bytes = 0;
  #waitedMs = 0;

  /**
   * @param bytesPerSecond - that must be read while others wait
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
      return;
    }
    this.#bytes += bytes;
    this.#waitedMs += waitedMs;
    if (this.#waitedMs < lookedAtMs) return;
    if (this.#bytes < (this.#bytesPerSecond * this.#waitedMs) / 1_000) throw slowConsumer();
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
