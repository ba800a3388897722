import type { FieldType } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { indexBytes, indexedBound, jointBound, keyBytes } from '../bounds/valueBounds.ts';
import type { Computation } from './Computation.ts';
import type { SetAside } from './SetAside.ts';

const hidden = { kind: 'SCALAR', nonNull: false, list: false, itemNonNull: false } as const;
const hiddenTypes: Readonly<Record<string, FieldType>> = {
  text: { ...hidden, name: 'String' },
  numeric: { ...hidden, name: 'Decimal' },
};

interface Check {
  readonly violation: string;
  readonly what: string;
}

/** The type of a column as bounds know it; a hidden one has no field, and only texts and decimals have no end of their own. */
function typeOf({ fields, columns }: Computation, name: string): FieldType | undefined {
  const field = fields.find(({ column }) => column === name);
  if (field !== undefined) return field.type;
  const [type = ''] = columns.find((column) => column.name === name)?.type.split('(') ?? [];
  return hiddenTypes[type];
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
 * Holds what the key and the indexes of a table are made of against the bounds, before an index fails by it. What is beyond
 * them is left out of `computed`: it may be made of a single source event, and no event may stop a rebuild.
 *
 * @returns for each bound that rows are beyond, the first for each row, its columns and how many rows; never a value
 */
export async function setAsideUnindexable(
  transaction: Transaction,
  computation: Computation,
): Promise<readonly SetAside[]> {
  const checks = checksOf(computation);
  if (checks.length === 0) return [];
  const cases = checks.map(({ violation }, index) => `when ${violation} then ${index}`);
  const broken = `case ${cases.join(' ')} end`;
  const found = await transaction.query<{ check: number; rows: number }>({
    text: `select ${broken} as "check", count(*)::int as rows from computed where ${broken} is not null group by 1 order by 1`,
  });
  if (found.length > 0) {
    await transaction.execute({ text: `delete from computed where ${broken} is not null` });
  }
  return found.flatMap(({ check, rows }) => {
    const what = checks[check]?.what;
    return what === undefined ? [] : [{ reason: `beyond the bounds of keys and indexes: ${what}`, rows }];
  });
}
