import { getNullableType, type GraphQLField, type GraphQLSchema, isListType } from 'graphql';
import type { Amount } from './Amount.ts';
import { isRow } from './isRow.ts';

/** What a contract's description of its fields weighs, in rows: some tens of fields with a dozen properties each. */
const fieldsWeight = 10;

/**
 * What a field of the catalog counts as, given what is nested in each of its contracts: contracts lead to contracts
 * without end, so a list of them counts as long as it can be for the caller. Nothing for other fields.
 */
export function catalogAmount(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  typeName: string,
  nested: Amount,
): Amount | undefined {
  switch (typeName) {
    case 'Contract': {
      const contracts = contractsOf(schema, field);
      return { rows: contracts * (1 + nested.rows), values: contracts * nested.values };
    }
    case 'ContractField':
      return { rows: fieldsWeight + nested.rows, values: fieldsWeight * nested.values };
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
