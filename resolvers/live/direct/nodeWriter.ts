import type { ContractAccess } from '../../../src/policy/AccessProfile.ts';
import { revisionColumn } from '../../../src/query/selection/metaColumns.ts';
import type { SelectionScope } from '../../../src/query/selection/planRow.ts';
import type { AnswerBudget } from '../../context/AnswerBudget.ts';
import { chargeValue } from '../../context/createCharge.ts';
import { contractRow, type ContractRow } from '../../row/ContractRow.ts';
import { fieldValue } from '../../row/fieldValue.ts';
import { missingColumns } from '../missingColumns.ts';
import { recordColumns } from '../recordColumns.ts';
import type { DirectContext, EntryWriter } from './createDirectChange.ts';
import type { FieldShape } from './fieldShapes.ts';
import { allDefined, type FieldWriter, writeFields } from './writeFields.ts';

/** A row that is being written. */
interface WrittenRow {
  readonly row: ContractRow;
  readonly budget: AnswerBudget;
}

/**
 * Writes the row of a change as `changeNodeResolver` and the resolvers of the row's type have it.
 *
 * @returns undefined where the selection shows what stands in other rows
 */
export function nodeWriter(
  access: ContractAccess,
  { key, nodes, fields: shapes }: FieldShape,
  scope: SelectionScope,
  context: DirectContext,
): EntryWriter | undefined {
  const { contract } = access;
  const { columns, paths } = context.plans(access, { ...scope, fieldNodes: nodes });
  const writers = allDefined(shapes?.map((shape) => rowFieldWriter(shape, access, context)));
  return (
    writers && {
      key,
      // The message itself, with its key, is noted by whoever writes it.
      read: { access, operation: `Subscription.${contract.queryName}`, paths, rows: 0 },
      write: ({ entry: { row, revision }, budget }) => {
        if (row === null) return null;
        const told = recordColumns(contract, row, revision);
        const isWhole = missingColumns(access, columns, told) === undefined;
        return isWhole ? writeFields(writers, { row: contractRow(access, told), budget }) : undefined;
      },
    }
  );
}

function rowFieldWriter(
  { name, key, complete, fields }: FieldShape,
  access: ContractAccess,
  context: DirectContext,
): FieldWriter<WrittenRow> | undefined {
  if (name === '__typename') return { key, write: complete };
  if (name === '_meta') {
    // All else of `RowMeta` is looked up.
    if (fields?.every((one) => one.name === 'revision' || one.name === '__typename') !== true)
      return undefined;
    return { key, write: ({ row: { columns } }) => complete({ revision: columns[revisionColumn] }) };
  }
  const field = access.fields.get(name);
  return (
    field && {
      key,
      write: ({ row, budget }) => {
        const value = fieldValue(field, row, context);
        chargeValue(budget, name, value, fields);
        return complete(value);
      },
    }
  );
}
