import type { ContractField } from '../../contract/model.ts';
import type { MaskKeys } from './MaskKeys.ts';

/** What a mask needs to know besides the value. */
export interface MaskContext {
  readonly keys: MaskKeys;
  readonly purpose: string;
  /** `name@version`. */
  readonly contractId: string;
  /** Canonical text of the row's key, see `rowKey`. */
  readonly rowKey: string;
}

export interface MaskInput {
  readonly field: ContractField;
  /** Where the value stands in the row, e.g. `riderEmail` or `entries.3.note`. */
  readonly path: string;
  readonly context: MaskContext;
}

/**
 * Makes of one value (never a list) what the caller sees instead. Total: it never throws, and for a value that it was
 * not made for it gives its most redacted form.
 */
export type MaskFunction = (raw: unknown, input: MaskInput) => unknown;
