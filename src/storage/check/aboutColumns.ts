import type { NamedColumn } from '../plan/typeNames.ts';

/** Columns of `exceptions.sql` that say what an exception is about and concerns; `kind` and `detail` are its own. */
export function aboutColumns(columns: readonly NamedColumn[]): readonly NamedColumn[] {
  return columns.filter(({ name }) => name !== 'kind' && name !== 'detail');
}
