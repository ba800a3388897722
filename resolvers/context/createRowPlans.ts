import type { GraphQLResolveInfo } from 'graphql';
import type { AccessProfile, ContractAccess } from '../../src/policy/AccessProfile.ts';
import { planRow, type RowPlan, type SelectionScope } from '../../src/query/selection/planRow.ts';
import { BySelection } from './BySelection.ts';

export type PlannedSelection = SelectionScope & Pick<GraphQLResolveInfo, 'fieldNodes'>;

export type RowPlans = (access: ContractAccess, selection: PlannedSelection) => RowPlan;

/** Plans each selection once, of one operation with the same variables. */
export function createRowPlans(profile: AccessProfile): RowPlans {
  const plans = new BySelection<Map<string, RowPlan>>();
  return (access, selection) => {
    const known = plans.of(selection.fieldNodes, () => new Map());
    const plan = known.get(access.contract.id) ?? planRow(selection, profile, access, selection.fieldNodes);
    known.set(access.contract.id, plan);
    return plan;
  };
}
