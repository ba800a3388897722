import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';
import { pageSize as listPageSize } from '../../query/page/Page.ts';
import { catalogRows } from './catalogRows.ts';
import { isRow } from './isRow.ts';

interface Counting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Rows of a fragment where it is spread once; zero while it is being counted. */
  readonly known: Map<string, number>;
}

/**
 * Counts the rows that an operation may return: a page asks for `first` (or `last`) rows and each of them for what is
 * nested in it, `_entities` for as many as it has representations, and a link or a root field by key for one. The
 * catalog's contracts count as rows too.
 *
 * @param variables as `coerceVariables` gives them, so that `first: $n` counts as what it is
 */
export function countRequestedRows(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) return 0;
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  return rowsOf(operation.selectionSet, rootType, {
    schema,
    fragments,
    variables,
    known: new Map(),
  });
}

function rowsOf(selectionSet: SelectionSetNode, parent: GraphQLCompositeType, counting: Counting): number {
  return selectionSet.selections
    .filter((selection) => isIncluded(selection, counting))
    .reduce((sum, selection) => sum + rowsOfSelection(selection, parent, counting), 0);
}

function rowsOfSelection(selection: SelectionNode, parent: GraphQLCompositeType, counting: Counting): number {
  switch (selection.kind) {
    case Kind.FIELD:
      return rowsOfField(selection, parent, counting);
    case Kind.INLINE_FRAGMENT:
      return rowsOf(selection.selectionSet, narrowed(selection.typeCondition, parent, counting), counting);
    case Kind.FRAGMENT_SPREAD: {
      const name = selection.name.value;
      const known = counting.known.get(name);
      if (known !== undefined) return known;
      counting.known.set(name, 0);
      const fragment = counting.fragments.get(name);
      const rows = fragment
        ? rowsOf(fragment.selectionSet, narrowed(fragment.typeCondition, parent, counting), counting)
        : 0;
      counting.known.set(name, rows);
      return rows;
    }
  }
}

function rowsOfField(node: FieldNode, parent: GraphQLCompositeType, counting: Counting): number {
  const field = isObjectType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!field || !node.selectionSet) return 0;
  const type = getNamedType(field.type);
  const nested = isCompositeType(type) ? rowsOf(node.selectionSet, type, counting) : 0;
  const inCatalog = catalogRows(counting.schema, field, type.name, nested);
  if (inCatalog !== undefined) return inCatalog;
  const size = pageSize(field, node, counting);
  if (size === undefined) return (isRow(type) ? 1 : 0) + nested;
  // The rows of a page are counted where they are nested, so a page of which no row is selected still costs its size.
  return Math.max(size, size * nested);
}

/** How many rows a field pages over; nothing for a field that does not. */
function pageSize(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  counting: Counting,
): number | undefined {
  const takes = (name: string) => field.args.some((argument) => argument.name === name);
  if (!takes('first') && !takes('representations')) return undefined;
  const values = argumentValues(field, node, counting);
  if (Array.isArray(values['representations'])) return values['representations'].length;
  const size = values['first'] ?? values['last'] ?? listPageSize.default;
  return typeof size === 'number' ? Math.max(size, 0) : listPageSize.default;
}

function argumentValues(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  counting: Counting,
): Readonly<Record<string, unknown>> {
  try {
    return getArgumentValues(field, node, counting.variables);
  } catch {
    // Execution refuses the same argument and says why.
    return {};
  }
}

function narrowed(
  condition: FragmentDefinitionNode['typeCondition'] | undefined,
  parent: GraphQLCompositeType,
  counting: Counting,
): GraphQLCompositeType {
  const type = condition && typeFromAST(counting.schema, condition);
  return isCompositeType(type) ? type : parent;
}

function isIncluded(selection: SelectionNode, counting: Counting): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, counting.variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, counting.variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}
