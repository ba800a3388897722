import type { Contract } from '../../src/contract/model.ts';
import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import type { ContractState } from '../../src/pipeline/rebuild/readContractStates.ts';

/** How far contracts have come. */
export interface ContractStates {
  /**
   * The time up to which all source events that had arrived are known to be applied, as ISO 8601; null when nothing is known.
   *
   * @throws ConcordatError CONFIGURATION_INVALID when the contract was rebuilt with another mask key: its rows are not to
   * be read then, as they would be masked unlike everywhere else
   */
  readonly asOf: (contract: Contract) => Promise<string | null>;
}

export interface ContractStateOptions {
  /** Reads the state of every contract by id. */
  readonly read: () => Promise<ReadonlyMap<string, ContractState>>;
  /** Fingerprint of the gateway's own mask key. */
  readonly maskKey: string;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
  /** How old an answer may be, in milliseconds. */
  readonly maxAgeMs: number;
}

/** Reads states at most once per `maxAgeMs`, however many requests ask; a failed reading is not kept. */
export function createContractStates(options: ContractStateOptions): ContractStates {
  const { read, maskKey, clock, maxAgeMs } = options;
  let kept: { readonly at: number; readonly states: ReturnType<typeof read> } | undefined;

  const states = async (): ReturnType<typeof read> => {
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

  return {
    asOf: async ({ id }) => {
      const state = (await states()).get(id);
      if (state === undefined) return null;
      if (state.maskKey === null || state.maskKey === maskKey) return state.asOf;
      throw new ConcordatError('CONFIGURATION_INVALID', `${id} was rebuilt with another mask key.`, {
        fix: 'Start the gateway again with the key of the last rebuild.',
        subject: `CONCORDAT_MASK_KEY, ${id}`,
      });
    },
  };
}
