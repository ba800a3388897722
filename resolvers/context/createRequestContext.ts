import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import { createLoaders, type Loaders } from '../loaders/createLoaders.ts';
import { AccessLog } from './AccessLog.ts';
import type { AnswerBudget } from './AnswerBudget.ts';
import { createCharge } from './createCharge.ts';
import { createSelectionPlans, type SelectionPlans } from './SelectionPlans.ts';
import { rememberStates } from './rememberStates.ts';
import type { GatewayServices, RequestContext } from './RequestContext.ts';

/** Opens what one request's resolvers share. The profile is the caller's own, never that of another of equal shape. */
export function createRequestContext(
  services: GatewayServices,
  request: {
    readonly profile: AccessProfile;
    readonly traceId: string;
    readonly budget: AnswerBudget;
    /** Where it is noted what is read; a log of the request's own unless said otherwise. */
    readonly accesses?: AccessLog;
    /** What reads what stands behind rows; loaders of the request's own unless said otherwise. */
    readonly loaders?: Loaders;
    /** What its selections need; found out for the request alone unless said otherwise. */
    readonly plans?: SelectionPlans;
  },
): RequestContext {
  const { profile, traceId, budget, accesses = new AccessLog() } = request;
  const { rows: plans, charges } = request.plans ?? createSelectionPlans(profile);
  return {
    ...services,
    states: rememberStates(services.states),
    profile,
    traceId,
    plans,
    ...(request.loaders ?? createLoaders({ ...services, profile }, budget)),
    accesses,
    budget,
    charge: createCharge(budget, charges),
  };
}
