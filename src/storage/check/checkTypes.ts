import type { ContractField, DerivedFrom, InternalField, Project, SqlFile } from '../../contract/model.ts';
import type { Place, Problem } from '../../errors/Problem.ts';
import { desiredColumn } from '../plan/desiredColumn.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { isSameType } from './isSameType.ts';
import { sourceColumn } from './sourceColumn.ts';

/** That rows do not find each other by columns of these types, as they are not one. */
export function typesApart(
  place: Place,
  by: string,
  from: { readonly where: string; readonly type: string },
  to: { readonly where: string; readonly type: string },
): Problem {
  return {
    ...place,
    rule: 'derived-from-type',
    message: `@derivedFrom goes by ${by}, which is ${from.type} in ${from.where} and ${to.type} in ${to.where}: one would not find the other.`,
    fix: 'Declare both alike, e.g. the field of the product in the type that the SELECT needs, or go by another column. A cast is no way: changes are looked up by the value that the facts have. JSON finds nothing.',
  };
}

/** Checks that columns that changes go by have one type on the way: in the table that they come from, in the SELECT, and as a field. */
export function checkTypes(
  place: Place,
  sql: SqlFile,
  columns: readonly NamedColumn[],
  derivedFrom: readonly DerivedFrom[],
  project: Project,
  fields: readonly (ContractField | InternalField)[] = [],
): readonly Problem[] {
  return derivedFrom.flatMap((from) => {
    const column = columns.find(({ name }) => name === from.by);
    // Lists have a rule of their own.
    if (column === undefined || column.type.endsWith('[]')) return [];
    const inSelect = { where: sql.file, type: column.type };
    const source = sourceColumn(from, project);
    const field = fields.find((candidate) => candidate.column === from.by);
    const declared = field && desiredColumn(field, false).type;
    return [
      ...(source === undefined || isSameType(source.type, column.type)
        ? []
        : [typesApart(place, from.by, { where: source.table, type: source.type }, inSelect)]),
      ...(declared === undefined || isSameType(column.type, declared)
        ? []
        : [
            typesApart(place, from.by, inSelect, { where: `its field ${field?.name ?? ''}`, type: declared }),
          ]),
    ];
  });
}
