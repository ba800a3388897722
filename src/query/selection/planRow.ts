import { isObjectType, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { AccessProfile, ContractAccess, FieldAccess } from '../../policy/AccessProfile.ts';
import { visibleLinks } from '../../policy/visibleLinks.ts';
import { noColumns, unionColumns, type ReadColumns } from '../statements/ReadColumns.ts';
import { keepsExactNumbers } from './keepsExactNumbers.ts';
import { metaColumns } from './metaColumns.ts';

/** The part of an operation in which a selection stands. */
export type SelectionScope = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/** What a selection needs of each row of a contract. */
export interface RowPlan {
  readonly columns: ReadColumns;
  /** Dotted paths of the selected fields, and of those that links and `_meta` go by, for the audit. */
  readonly paths: readonly string[];
}

/**
 * Plans the reading of a contract's rows for the selection under `nodes`: the key, the selected fields, and what masks,
 * links and `_meta` need. A column whose mask does not depend on the value is not read at all.
 */
export function planRow(
  scope: SelectionScope,
  profile: AccessProfile,
  access: ContractAccess,
  nodes: readonly FieldNode[],
): RowPlan {
  const type = objectType(scope, access.contract.typeName);
  const links = new Map(visibleLinks(access, profile).map((link) => [link.name, link]));
  const paths: string[] = [];
  const parts: ReadColumns[] = [values(access.contract.key.map(({ column }) => column))];

  for (const fieldNodes of subfields(scope, type, nodes)) {
    const name = fieldNodes[0]?.name.value ?? '';
    const field = access.fields.get(name);
    if (field !== undefined) {
      parts.push(fieldColumns(field));
      paths.push(...selectedPaths(scope, field, fieldNodes));
    } else if (name === '_meta') {
      const meta = subfields(scope, objectType(scope, 'RowMeta'), fieldNodes);
      const columns = metaColumns(access.contract, new Set(meta.map(([node]) => node?.name.value ?? '')));
      parts.push(columns);
      paths.push(...access.contract.key.map((key) => key.name), ...pathsOf(access, columns.texts));
    } else {
      const by = links.get(name)?.by ?? [];
      parts.push(values(by));
      paths.push(...pathsOf(access, new Set(by)));
    }
  }
  return { columns: unionColumns(...parts), paths };
}

/** The nodes of each field that a selection asks of an object type, with fragments and directives applied. */
export function subfields(
  { schema, fragments, variableValues }: SelectionScope,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): (readonly FieldNode[])[] {
  return [...collectSubfields(schema, fragments, variableValues, type, nodes).values()];
}

export function objectType({ schema }: SelectionScope, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (isObjectType(type)) return type;
  throw new ConcordatError('INTERNAL_SERVER_ERROR', `The caller's schema has no object type ${name}.`);
}

function fieldColumns(access: FieldAccess): ReadColumns {
  const { decision, field } = access;
  if (decision.kind === 'MASKED' && (decision.strategy === 'NULLIFY' || decision.strategy === 'REDACT')) {
    return noColumns;
  }
  return keepsExactNumbers(access)
    ? { values: new Set(), texts: new Set([field.column]) }
    : values([field.column]);
}

function selectedPaths(scope: SelectionScope, access: FieldAccess, nodes: readonly FieldNode[]): string[] {
  const { name, type } = access.field;
  if (access.nested === undefined) return [name];
  const nestedType = objectType(scope, type.name);
  return subfields(scope, nestedType, nodes).flatMap((fieldNodes) => {
    const nested = access.nested?.get(fieldNodes[0]?.name.value ?? '');
    return nested === undefined
      ? []
      : selectedPaths(scope, nested, fieldNodes).map((path) => `${name}.${path}`);
  });
}

/** The fields that stand in these columns: what a row leads to by its columns tells of them. */
function pathsOf({ contract }: ContractAccess, columns: ReadonlySet<string>): readonly string[] {
  return contract.fields.filter(({ column }) => columns.has(column)).map(({ name }) => name);
}

function values(columns: readonly string[]): ReadColumns {
  return { values: new Set(columns), texts: new Set() };
}
