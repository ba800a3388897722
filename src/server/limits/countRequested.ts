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
  isIntrospectionType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
  TypeMetaFieldDef,
} from 'graphql';
import { pageSize as listPageSize } from '../../query/page/Page.ts';
import { type Amount, nothing, sum } from './Amount.ts';
import { catalogAmount } from './catalogAmount.ts';
import { introspectionSizes } from './introspectionSizes.ts';
import { isRow } from './isRow.ts';
import { listRows } from './listRows.ts';

interface Counting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What a fragment comes to where it is spread once; nothing while it is being counted. */
  readonly known: Map<string, Amount>;
  /** Once something is introspected. */
  sizes?: ReadonlyMap<string, number>;
}

/**
 * Counts what an operation may return: a page asks for `first` (or `last`) rows and each of them for what is nested in it,
 * `_entities` for as many as it has representations, and a link or a root field by key for one. The catalog's contracts and
 * the lists of objects within a row count as rows too.
 *
 * @param variables as `coerceVariables` gives them, so that `first: $n` counts as what it is
 */
export function countRequested(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Amount {
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) return nothing;
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  return amountOf(operation.selectionSet, rootType, {
    schema,
    fragments,
    variables,
    known: new Map(),
  });
}

function amountOf(selectionSet: SelectionSetNode, parent: GraphQLCompositeType, counting: Counting): Amount {
  return selectionSet.selections
    .filter((selection) => isIncluded(selection, counting))
    .reduce((total, selection) => sum(total, amountOfSelection(selection, parent, counting)), nothing);
}

function amountOfSelection(
  selection: SelectionNode,
  parent: GraphQLCompositeType,
  counting: Counting,
): Amount {
  switch (selection.kind) {
    case Kind.FIELD:
      return amountOfField(selection, parent, counting);
    case Kind.INLINE_FRAGMENT:
      return amountOf(selection.selectionSet, narrowed(selection.typeCondition, parent, counting), counting);
    case Kind.FRAGMENT_SPREAD: {
      const name = selection.name.value;
      const known = counting.known.get(name);
      if (known !== undefined) return known;
      counting.known.set(name, nothing);
      const fragment = counting.fragments.get(name);
      const amount = fragment
        ? amountOf(fragment.selectionSet, narrowed(fragment.typeCondition, parent, counting), counting)
        : nothing;
      counting.known.set(name, amount);
      return amount;
    }
  }
}

function amountOfField(node: FieldNode, parent: GraphQLCompositeType, counting: Counting): Amount {
  if (!node.selectionSet) return { rows: 0, values: 1 };
  const field = fieldOf(parent, node.name.value);
  if (!field) return nothing;
  const type = getNamedType(field.type);
  const nested = isCompositeType(type) ? amountOf(node.selectionSet, type, counting) : nothing;
  if (isIntrospectionType(parent)) {
    counting.sizes ??= introspectionSizes(counting.schema);
    return { rows: 0, values: (counting.sizes.get(`${parent.name}.${field.name}`) ?? 1) * nested.values };
  }
  const inCatalog = catalogAmount(counting.schema, field, type.name, nested);
  if (inCatalog !== undefined) return inCatalog;
  const size = pageSize(field, node, counting);
  if (size === undefined) {
    return { rows: (isRow(type) ? 1 : listRows(field)) + nested.rows, values: nested.values };
  }
  // The rows of a page are counted where they are nested, so a page of which no row is selected still costs its size.
  return { rows: Math.max(size, size * nested.rows), values: size * nested.values };
}

/** A field, also one by which the schema is introspected. */
function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) ? parent.getFields()[name] : undefined;
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
