import { keyText } from '../../query/sql/keyText.ts';
import { touchedWays } from '../scope/scopedSelects.ts';
import type { Computation } from './Computation.ts';
import { keyDigest, keyList } from './leftOut.ts';

/** A condition with the values of its placeholders, from `$1` on. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The rows `a` of `contract.set_aside` that are among those that are computed now, or have the key of one. They are looked up one touched
 * value and key after the other, by indexes: there may be any number of others.
 */
export function concernedAside(computation: Computation): Condition {
  const { subject, scope, columns } = computation;
  if (scope.kind === 'ALL') return { text: 'a.subject = $1', values: [subject] };
  const ways = touchedWays(columns, scope.by);
  // By number, as a name may be anything; as values of the column, which others may be cast to.
  const reached = ways.map(({ column: { type } }, at) => {
    const [name, values] = [`$${2 * at + 2}::text`, `$${2 * at + 3}::text[]`];
    return `select s.key_digest from unnest(${values}) t (value)
      cross join lateral (
        select s.subject, s.key_digest from contract.set_aside s
        where s.reached_by @> jsonb_build_object(${name}, jsonb_build_array(${keyText(`t.value::${type}`, type)}))
        offset 0
      ) s where s.subject = $1`;
  });
  const computed = `select ${keyDigest(keyList('n', computation))} from computed n`;
  return {
    text: `a.subject = $1 and a.key_digest = any (array(${[...reached, computed].join(' union ')}))`,
    values: [subject, ...ways.flatMap(({ column, values }) => [column.name, values])],
  };
}
