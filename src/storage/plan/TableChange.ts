import type { ActualColumn, ActualIndex } from './ActualTable.ts';
import type { DesiredColumn, DesiredIndex } from './DesiredTable.ts';

/** One difference between a declared table and the database's. Found first, judged after. */
export type TableChange =
  | { readonly kind: 'CREATE_TABLE' }
  | { readonly kind: 'ADD_COLUMN'; readonly column: DesiredColumn }
  | { readonly kind: 'COLUMN_GONE'; readonly column: ActualColumn }
  | { readonly kind: 'COLUMN_TYPE'; readonly column: DesiredColumn; readonly from: string }
  | { readonly kind: 'SET_NOT_NULL'; readonly column: DesiredColumn }
  | { readonly kind: 'DROP_NOT_NULL'; readonly column: DesiredColumn }
  | { readonly kind: 'MARK_HIDDEN'; readonly column: DesiredColumn }
  | { readonly kind: 'KEY'; readonly from: readonly string[] }
  | { readonly kind: 'CREATE_INDEX'; readonly index: DesiredIndex }
  | { readonly kind: 'DROP_INDEX'; readonly index: ActualIndex };
