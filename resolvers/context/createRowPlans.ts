import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { AccessProfile, ContractAccess } from '../../src/policy/AccessProfile.ts';
import { planRow, type RowPlan, type SelectionScope } from '../../src/query/selection/planRow.ts';

export type PlannedSelection = SelectionScope & Pick<GraphQLResolveInfo, 'fieldNodes'>;

export type RowPlans = (access: ContractAccess, selection: PlannedSelection) => RowPlan;

/** Plans each selection of a request once: graphql-js hands the same nodes to the resolver of every row of a list. */
export function createRowPlans(profile: AccessProfile): RowPlans {
  const plans = new WeakMap<readonly FieldNode[], Map<string, RowPlan>>();
  return (access, selection) => {
    const known = plans.get(selection.fieldNodes) ?? new Map<string, RowPlan>();
    plans.set(selection.fieldNodes, known);
    const plan = known.get(access.contract.id) ?? planRow(selection, profile, access, selection.fieldNodes);
    known.set(access.contract.id, plan);
    return plan;
  };
}
