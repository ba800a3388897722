import { quoteName } from '../../storage/quoteName.ts';
import { servedBound } from '../bounds/valueBounds.ts';
import { isArray, isNested } from '../bounds/lists.ts';
import type { Computation } from './Computation.ts';
import type { RowCheck } from './RowCheck.ts';

/** What a declaration promises of each row, field by field, beside its key. */
export function promiseChecks({ fields, key, types, isServed }: Computation): readonly RowCheck[] {
  return fields.flatMap((field): RowCheck[] => {
    const column = quoteName(field.column);
    const checks: RowCheck[] = [];
    if (field.type.nonNull && !key.includes(field)) {
      checks.push({
        violation: `${column} is null`,
        values: [],
        reason: `column ${field.column} is null, and field ${field.name} is never null`,
        fix: 'Give a value in the SELECT, leave such rows out, or declare the field without "!".',
      });
    }
    if (isArray(field.type)) {
      checks.push({
        violation: isNested(column),
        values: [],
        reason: `column ${field.column} holds lists within a list, and field ${field.name} is a list of single values`,
        fix: 'Make it one list in the SELECT: array(select unnest(…)).',
      });
    }
    if (isArray(field.type) && field.type.itemNonNull) {
      checks.push({
        // Of lists within a list, array_position has no answer but an error.
        violation: `case when ${isNested(column)} then false else array_position(${column}, null) is not null end`,
        values: [],
        reason: `column ${field.column} has a null in its list, and items of field ${field.name} are never null`,
        fix: 'Leave nulls out of the list: array_agg(…) filter (where … is not null).',
      });
    }
    const type = field.type.kind === 'ENUM' ? types(field.type.name) : undefined;
    if (type?.kind === 'ENUM') {
      checks.push({
        violation: field.type.list
          ? `case when ${isNested(column)} then false else not (array_remove(${column}, null) <@ $n::text[]) end`
          : `${column} <> all($n::text[])`,
        values: [type.values.map(({ name }) => name)],
        reason: `column ${field.column} is none of enum ${type.name}'s values`,
        fix: 'Add the value to the enum, or map it in the SELECT.',
      });
    }
    const bound = isServed ? servedBound(field.type) : undefined;
    if (bound !== undefined) {
      checks.push({
        violation: bound.violation(column),
        values: [],
        reason: `column ${field.column} has a value that no ${field.type.name} of field ${field.name} can be (${bound.words})`,
        fix: 'Map it in the SELECT, or leave such rows out.',
      });
    }
    return checks;
  });
}
