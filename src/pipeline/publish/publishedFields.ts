import type { Contract } from '../../contract/model.ts';

/** Names of fields that a record on the contract topic holds. */
export interface PublishedFields {
  readonly all: readonly string[];
  /** Of the row as it was: what filters, residency and row policies ask, so that who had it learns that it is gone. */
  readonly before: readonly string[];
}

/** Which fields of a contract go where in a record; never a hidden column. */
export function publishedFields({ fields, residency, rowPolicies }: Contract): PublishedFields {
  const asked = new Set([
    ...rowPolicies.map(({ field }) => field),
    ...(residency === undefined ? [] : [residency]),
  ]);
  return {
    all: fields.map(({ name }) => name),
    before: fields.filter((field) => field.filterable || asked.has(field)).map(({ name }) => name),
  };
}
