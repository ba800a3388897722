import type { FieldType } from '../../contract/model.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { indexBytes, indexedBound, jointBound, keyBytes } from '../bounds/valueBounds.ts';
import type { Computation } from './Computation.ts';
import type { RowCheck } from './RowCheck.ts';

const hidden = { kind: 'SCALAR', nonNull: false, list: false, itemNonNull: false } as const;
const hiddenTypes: Readonly<Record<string, FieldType>> = {
  text: { ...hidden, name: 'String' },
  numeric: { ...hidden, name: 'Decimal' },
};

function checkOf(violation: string, what: string): RowCheck {
  return { violation, values: [], reason: `beyond the bounds of keys and indexes: ${what}` };
}

/** The type of a column as bounds know it; a hidden one has no field, and only texts and decimals have no end of their own. */
function typeOf({ fields, columns }: Computation, name: string): FieldType | undefined {
  const field = fields.find(({ column }) => column === name);
  if (field !== undefined) return field.type;
  const [type = ''] = columns.find((column) => column.name === name)?.type.split('(') ?? [];
  return hiddenTypes[type];
}

function jointCheck(computation: Computation, names: readonly string[], bytes: number): readonly RowCheck[] {
  const typed = names.flatMap((name) => {
    const type = typeOf(computation, name);
    return type === undefined ? [] : [{ type, value: quoteName(name) }];
  });
  const bound = jointBound(typed, bytes);
  if (bound === undefined) return [];
  return [checkOf(bound.violation, `columns ${names.join(', ')} (${bound.words})`)];
}

/**
 * What the key and the indexes of a table hold, before an index fails by it. What is beyond may be made of a single source event, and no
 * event may stop a rebuild.
 */
export function indexChecks(computation: Computation): readonly RowCheck[] {
  const key = computation.key.map(({ column }) => column);
  const single = [...new Set([...key, ...computation.indexes.flat()])].flatMap(
    (name): readonly RowCheck[] => {
      const type = typeOf(computation, name);
      const bound = type === undefined ? undefined : indexedBound(type);
      if (bound === undefined) return [];
      return [checkOf(bound.violation(quoteName(name)), `column ${name} (${bound.words})`)];
    },
  );
  return [
    ...single,
    ...jointCheck(computation, key, keyBytes),
    ...computation.indexes.flatMap((names) => jointCheck(computation, names, indexBytes)),
  ];
}
