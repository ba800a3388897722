import type { FieldNode } from 'graphql';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import { objectType, planRow, subfields, type RowPlan, type SelectionScope } from './planRow.ts';

/** What a selection on a connection needs. */
export interface ListPlan {
  readonly row: RowPlan;
  /** Whether any rows are needed; not for `totalCount` alone. */
  readonly rows: boolean;
  readonly cursors: boolean;
  readonly totalCount: boolean;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Plans the reading of a list for the selection under `nodes`. */
export function planList(
  scope: SelectionScope,
  profile: AccessProfile,
  access: ContractAccess,
  nodes: readonly FieldNode[],
): ListPlan {
  const { typeName } = access.contract;
  const below = (type: string, parents: readonly FieldNode[], name: string): readonly FieldNode[] =>
    subfields(scope, objectType(scope, type), parents)
      .filter((fieldNodes) => fieldNodes[0]?.name.value === name)
      .flat();

  const connection = `${typeName}Connection`;
  const edges = below(connection, nodes, 'edges');
  const pageInfo = below(connection, nodes, 'pageInfo');
  const rowNodes = [...below(connection, nodes, 'nodes'), ...below(`${typeName}Edge`, edges, 'node')];
  const asks = (name: string): boolean => below('PageInfo', pageInfo, name).length > 0;
  return {
    row: planRow(scope, profile, access, rowNodes),
    rows: rowNodes.length + edges.length + pageInfo.length > 0,
    cursors: below(`${typeName}Edge`, edges, 'cursor').length > 0 || asks('startCursor') || asks('endCursor'),
    totalCount: below(connection, nodes, 'totalCount').length > 0,
    hasNextPage: asks('hasNextPage'),
    hasPreviousPage: asks('hasPreviousPage'),
  };
}
