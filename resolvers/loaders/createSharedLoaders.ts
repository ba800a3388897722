import type { AnswerBudget } from '../context/AnswerBudget.ts';
import type { Loaders } from './createLoaders.ts';

/** Rows behind rows that messages of one turn may read together. */
interface SharedBudget extends AnswerBudget {
  readonly isUsedUp: () => boolean;
}

function createSharedBudget(most: number): SharedBudget {
  let used = 0;
  return {
    charge: () => undefined,
    assertLeft: () => undefined,
    rowsBehindLeft: () => Math.max(0, most - used),
    chargeRowsBehind: (rows) => {
      used += rows;
      if (used > most) throw new Error('Messages of one turn have more rows behind them than one may have.');
    },
    isUsedUp: () => used > most,
  };
}

/**
 * Loaders of messages of one caller, each of which has a budget of its own: those that are made in one turn of the event loop read what
 * stands behind them together. Where that is more than one of them may read, each reads for itself.
 *
 * @param create - makes loaders that charge a budget
 */
export function createSharedLoaders(
  create: (budget: AnswerBudget) => Loaders,
): (own: AnswerBudget) => Loaders {
  let shared: { readonly loaders: Loaders; readonly budget: SharedBudget } | undefined;
  const ofThisTurn = (own: AnswerBudget): NonNullable<typeof shared> => {
    if (shared === undefined) {
      const budget = createSharedBudget(own.rowsBehindLeft());
      shared = { budget, loaders: create(budget) };
      // What is read later must not be what was there before.
      setImmediate(() => {
        shared = undefined;
      });
    }
    return shared;
  };
  return (own) => {
    let alone: Loaders | undefined;
    const read = async <T>(load: (loaders: Loaders) => Promise<T>): Promise<T> => {
      const { loaders, budget } = ofThisTurn(own);
      try {
        return await load(loaders);
      } catch (error) {
        if (!budget.isUsedUp()) throw error;
        return load((alone ??= create(own)));
      }
    };
    return {
      rows: (access, request) => read(({ rows }) => rows(access, request)),
      exceptions: (row) => read(({ exceptions }) => exceptions(row)),
      concernedRows: (id, paths) => read(({ concernedRows }) => concernedRows(id, paths)),
      lineage: (row) => read(({ lineage }) => lineage(row)),
    };
  };
}
