import type { FieldType } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { indexBytes, indexedBound, jointBound, keyBytes } from '../bounds/valueBounds.ts';
import { invalidComputation, type Computation } from './Computation.ts';

const hiddenText: FieldType = {
  name: 'String',
  kind: 'SCALAR',
  nonNull: false,
  list: false,
  itemNonNull: false,
};

interface Check {
  readonly violation: string;
  readonly what: string;
}

/** The type of a column as bounds know it; a hidden one has no field, and only text is without a bound of its own. */
function typeOf({ fields, columns }: Computation, name: string): FieldType | undefined {
  const field = fields.find(({ column }) => column === name);
  if (field !== undefined) return field.type;
  return columns.find((column) => column.name === name)?.type === 'text' ? hiddenText : undefined;
}

function jointCheck(computation: Computation, names: readonly string[], bytes: number): readonly Check[] {
  const typed = names.flatMap((name) => {
    const type = typeOf(computation, name);
    return type === undefined ? [] : [{ type, value: quoteName(name) }];
  });
  const bound = jointBound(typed, bytes);
  if (bound === undefined) return [];
  return [{ violation: bound.violation, what: `columns ${names.join(', ')} (${bound.words})` }];
}

function checksOf(computation: Computation): readonly Check[] {
  const key = computation.key.map(({ column }) => column);
  const single = [...new Set([...key, ...computation.indexes.flat()])].flatMap((name): readonly Check[] => {
    const type = typeOf(computation, name);
    const bound = type === undefined ? undefined : indexedBound(type);
    if (bound === undefined) return [];
    return [{ violation: bound.violation(quoteName(name)), what: `column ${name} (${bound.words})` }];
  });
  return [
    ...single,
    ...jointCheck(computation, key, keyBytes),
    ...computation.indexes.flatMap((names) => jointCheck(computation, names, indexBytes)),
  ];
}

/**
 * Holds what the key and the indexes of a table are made of against the bounds, before an index fails by it.
 *
 * @throws ConcordatError PROJECT_INVALID naming contract or reconciliation, columns, bounds and numbers of rows, never a value.
 */
export async function refuseUnindexable(transaction: Transaction, computation: Computation): Promise<void> {
  const checks = checksOf(computation);
  if (checks.length === 0) return;
  const counts = checks.map(
    ({ violation }, index) => `count(*) filter (where ${violation})::int as c${index}`,
  );
  const [found] = await transaction.query<Record<string, number>>({
    text: `select ${counts.join(', ')} from computed`,
  });
  const wrong = checks.flatMap(({ what }, index) => {
    const rows = found?.[`c${index}`] ?? 0;
    return rows === 0 ? [] : [`${what} in ${rows} rows`];
  });
  if (wrong.length === 0) return;
  throw invalidComputation(
    computation,
    `beyond the bounds of keys and indexes: ${wrong.join('; ')}`,
    'Cut the value in the SELECT, leave such rows out, or make the field neither filterable nor sortable nor part of an index.',
  );
}
