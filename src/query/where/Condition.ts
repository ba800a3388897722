import type { ContractField } from '../../contract/model.ts';

/** Operators that compare a field with one value. */
export const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'startsWith', 'contains'] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * What a row must be like, as a caller asked for it. Every condition is true or false and never unknown: a null field
 * equals nothing, differs from everything, and `NOT` is the exact complement.
 */
export type Condition =
  | { readonly kind: 'AND' | 'OR'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'NOT'; readonly condition: Condition }
  | {
      readonly kind: 'COMPARE';
      readonly field: ContractField;
      readonly operator: Comparison;
      readonly value: unknown;
    }
  | { readonly kind: 'IN' | 'NOT_IN'; readonly field: ContractField; readonly values: readonly unknown[] }
  | { readonly kind: 'IS_NULL'; readonly field: ContractField; readonly isNull: boolean }
  | {
      /** The field's masked value is one of these; for a caller who sees a HASH or TOKEN in the field's place. */
      readonly kind: 'MASKED_IN';
      readonly field: ContractField;
      readonly strategy: 'HASH' | 'TOKEN';
      readonly masked: readonly string[];
    };
