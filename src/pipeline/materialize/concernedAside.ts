import { touchedWays } from '../scope/scopedSelects.ts';
import type { Computation } from './Computation.ts';
import { keyDigest, keyList } from './leftOut.ts';

/** A condition with the values of its placeholders, from `$1` on. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The rows `a` of `contract.set_aside` that are among those that are computed now, or have the key of one. */
export function concernedAside(computation: Computation): Condition {
  const { subject, scope, columns } = computation;
  if (scope.kind === 'ALL') return { text: 'a.subject = $1', values: [subject] };
  const ways = touchedWays(columns, scope.by);
  // By number, as a name may be anything; as values of the column, which others may be cast to.
  const reached = ways.map(
    ({ column: { type } }, at) => `exists (
      select from jsonb_array_elements_text(a.reached_by -> ($${2 * at + 2}::text)) r (value)
      where r.value::${type} = any ($${2 * at + 3}::text[]::${type}[])
    )`,
  );
  const isComputed = `a.key_digest in (select ${keyDigest(keyList('n', computation))} from computed n)`;
  return {
    text: `a.subject = $1 and (${[...reached, isComputed].join(' or ')})`,
    values: [subject, ...ways.flatMap(({ column, values }) => [column.name, values])],
  };
}
