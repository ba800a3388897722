import type { Contract, ContractField, MaskStrategy } from '../contract/model.ts';

/** Whether a caller sees a field's value or what a mask makes of it. A field that it must not see has no entry. */
export type FieldDecision =
  { readonly kind: 'CLEAR' } | { readonly kind: 'MASKED'; readonly strategy: MaskStrategy };

/** A field as one caller sees it. Fields of nested types carry their own decisions in `nested`. */
export interface FieldAccess {
  readonly field: ContractField;
  readonly decision: FieldDecision;
  /** For object types: accesses of the nested type's fields that exist for the caller. */
  readonly nested?: ReadonlyMap<string, FieldAccess>;
}

/** What one caller may see of one contract version. */
export interface ContractAccess {
  readonly contract: Contract;
  /** `'ALL'` covers every row, also those without a region. */
  readonly regions: 'ALL' | readonly string[];
  /** Rows whose column equals the token's claim, all of them at once. */
  readonly rowValues: readonly { readonly column: string; readonly value: string }[];
  /** Visible fields by GraphQL name, in the order of declaration. */
  readonly fields: ReadonlyMap<string, FieldAccess>;
  /** Fields that are masked for the caller or hidden from it, also within nested types. */
  readonly withheld: readonly ContractField[];
  /** What its rows show that its own declaration does not say, see `surroundings`. */
  readonly surroundings: string;
}

/**
 * The canonical set of facts about a caller that can change an answer (design, section 1): equal `key`s share plans
 * and bytes; equal `shape`s share a GraphQL schema.
 */
export interface AccessProfile {
  readonly consumer: string;
  readonly consumerClass: string;
  readonly purpose: string;
  /** By contract id; a contract that is not here does not exist for the caller. */
  readonly contracts: ReadonlyMap<string, ContractAccess>;
  readonly shape: string;
  readonly key: string;
}
