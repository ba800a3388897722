import type { Contract } from '../../src/contract/model.ts';

/** How far contracts have come. */
export interface ContractStates {
  /** The time up to which all source events that had arrived are applied, as ISO 8601; null when nothing is known. */
  readonly asOf: (contract: Contract) => Promise<string | null>;
}

export interface ContractStateOptions {
  /** Reads the as-of of every contract by id. */
  readonly read: () => Promise<ReadonlyMap<string, string | null>>;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
  /** How old an answer may be, in milliseconds. */
  readonly maxAgeMs: number;
}

/** Reads states at most once per `maxAgeMs`, however many requests ask; a failed reading is not kept. */
export function createContractStates({ read, clock, maxAgeMs }: ContractStateOptions): ContractStates {
  let kept: { readonly at: number; readonly states: ReturnType<typeof read> } | undefined;

  const states = async (): Promise<ReadonlyMap<string, string | null>> => {
    const now = clock();
    if (kept !== undefined && now - kept.at < maxAgeMs) return kept.states;
    const reading = { at: now, states: read() };
    kept = reading;
    try {
      return await reading.states;
    } catch (error) {
      if (kept === reading) kept = undefined;
      throw error;
    }
  };

  return { asOf: async (contract) => (await states()).get(contract.id) ?? null };
}
