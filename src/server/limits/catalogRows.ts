import { getNullableType, type GraphQLField, type GraphQLSchema, isListType } from 'graphql';
import { isRow } from './isRow.ts';

/** What a contract's description of its fields weighs, in rows: some tens of fields with a dozen properties each. */
const fieldsWeight = 10;

/**
 * How many rows a field of the catalog counts as, given what is nested in each of its contracts: contracts lead to
 * contracts without end, so a list of them counts as long as it can be for the caller. Nothing for other fields.
 */
export function catalogRows(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  typeName: string,
  nested: number,
): number | undefined {
  switch (typeName) {
    case 'Contract':
      return contractsOf(schema, field) * (1 + nested);
    case 'ContractField':
      return fieldsWeight + nested;
    default:
      return undefined;
  }
}

function contractsOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): number {
  if (!isListType(getNullableType(field.type))) return 1;
  const rowTypes = Object.values(schema.getTypeMap()).filter(isRow);
  if (field.name !== 'versions') return rowTypes.length;
  const versions = Map.groupBy(rowTypes, ({ name }) => name.replace(/V\d+$/, ''));
  return Math.max(0, ...Array.from(versions.values(), ({ length }) => length));
}
