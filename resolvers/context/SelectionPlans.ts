import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import { BySelection } from './BySelection.ts';
import type { ChargePlans } from './createCharge.ts';
import { createRowPlans, type RowPlans } from './createRowPlans.ts';

/** What the selections of one operation need, with the same variables and for the same caller however often it is executed. */
export interface SelectionPlans {
  readonly rows: RowPlans;
  readonly charges: ChargePlans;
}

export function createSelectionPlans(profile: AccessProfile): SelectionPlans {
  return { rows: createRowPlans(profile), charges: new BySelection() };
}
