import { GraphQLError } from 'graphql';
import type { AnswerBudget } from '../../../resolvers/context/AnswerBudget.ts';
import type { ConcordatError } from '../../errors/ConcordatError.ts';
import type { AnswerShare } from './AnswerMemory.ts';
import { limitExceeded } from './limitExceeded.ts';
import type { Limits } from './Limits.ts';

/** In so large steps memory is asked for. */
const step = 64 * 1024;

/** What one operation has put into its answer and read for it, held against the limits while it is executed. */
export class OperationBudget implements AnswerBudget {
  readonly #limits: Limits;
  readonly #memory: AnswerShare;
  #values = 0;
  #bytes = 0;
  #taken = 0;
  #rowsBehind = 0;
  #refusal: { readonly reason: ConcordatError; readonly thrown: GraphQLError } | undefined;

  constructor(limits: Limits, memory: AnswerShare) {
    this.#limits = limits;
    this.#memory = memory;
  }

  /** Why the operation has no answer, once it has used up its budget. */
  get refusal(): ConcordatError | undefined {
    return this.#refusal?.reason;
  }

  assertLeft(): void {
    if (this.#refusal !== undefined) throw this.#refusal.thrown;
  }

  charge(values: number, bytes: number): void {
    this.assertLeft();
    this.#values += values;
    this.#bytes += bytes;
    if (this.#values > this.#limits.values) this.#refuse(limitExceeded('values', this.#limits));
    if (this.#bytes > this.#limits.answerBytes) this.#refuse(limitExceeded('answerBytes', this.#limits));
    if (this.#bytes - this.#taken >= step) this.#takeMemory();
  }

  rowsBehindLeft(): number {
    return Math.max(0, this.#limits.rowsBehind - this.#rowsBehind);
  }

  chargeRowsBehind(rows: number): void {
    this.assertLeft();
    this.#rowsBehind += rows;
    if (this.#rowsBehind > this.#limits.rowsBehind) this.#refuse(limitExceeded('rowsBehind', this.#limits));
  }

  #takeMemory(): void {
    this.#taken = this.#bytes;
    const refused = this.#memory.take(this.#bytes);
    if (refused !== undefined) this.#refuse(refused);
  }

  #refuse(reason: ConcordatError): never {
    // With a path, graphql-js takes it as it is; another error for each of many fields would take time of its own.
    const thrown = new GraphQLError(reason.message, { originalError: reason, path: [] });
    this.#refusal = { reason, thrown };
    throw thrown;
  }
}
