import type { ConcordatError } from '../../errors/ConcordatError.ts';
import type { LoadLimits } from './LoadLimits.ts';
import { tooManyRequests } from './tooManyRequests.ts';

/** What one answer takes of the memory for answers. */
export interface AnswerShare {
  /**
   * Takes so many bytes, in place of what it took before; or gives TOO_MANY_REQUESTS when the consumer's answers, or all of
   * them, would take too much.
   */
  readonly take: (bytes: number) => ConcordatError | undefined;
  /** Gives all back. */
  readonly release: () => void;
}

/** Counts the bytes of answers from when they are made until they have been read, for each consumer and for all. */
export class AnswerMemory {
  readonly #limits: LoadLimits;
  /** By name, see `OperationQueues`. */
  readonly #ofConsumers = new Map<string, number>();
  #all = 0;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  open(consumer: string): AnswerShare {
    let taken = 0;
    const change = (bytes: number): void => {
      this.#all += bytes - taken;
      this.#ofConsumers.set(consumer, this.#of(consumer) + bytes - taken);
      taken = bytes;
    };
    return {
      take: (bytes) => {
        const refused = this.#refusal(consumer, bytes - taken);
        if (refused === undefined) change(bytes);
        return refused;
      },
      release: () => {
        change(0);
      },
    };
  }

  #of(consumer: string): number {
    return this.#ofConsumers.get(consumer) ?? 0;
  }

  #refusal(consumer: string, more: number): ConcordatError | undefined {
    const { answerBytesPerConsumer, answerBytes } = this.#limits;
    if (this.#of(consumer) + more > answerBytesPerConsumer) {
      return tooManyRequests(
        `The answers that this consumer has asked for and not read yet take more than ${answerBytesPerConsumer} bytes.`,
        'Read the answers to earlier requests, or ask for smaller pages, and try again.',
      );
    }
    if (this.#all + more > answerBytes) {
      return tooManyRequests(
        'The gateway holds too many answers that were not read yet.',
        'Try again later.',
      );
    }
    return undefined;
  }
}
