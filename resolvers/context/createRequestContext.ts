import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import { createConcernedRowLoader } from '../loaders/createConcernedRowLoader.ts';
import { createExceptionLoader } from '../loaders/createExceptionLoader.ts';
import { createLineageLoader } from '../loaders/createLineageLoader.ts';
import { createRowLoaders } from '../loaders/createRowLoaders.ts';
import { AccessLog } from './AccessLog.ts';
import type { AnswerBudget } from './AnswerBudget.ts';
import { createCharge } from './createCharge.ts';
import { createRowPlans } from './createRowPlans.ts';
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
  },
): RequestContext {
  const { profile, traceId, budget, accesses = new AccessLog() } = request;
  const { database, project, maskKeys } = services;
  return {
    ...services,
    states: rememberStates(services.states),
    profile,
    traceId,
    plans: createRowPlans(profile),
    rows: createRowLoaders(database),
    exceptions: createExceptionLoader({ database, project, profile, maskKeys, budget }),
    concernedRows: createConcernedRowLoader(database, budget),
    lineage: createLineageLoader({ database, project, profile, maskKeys, budget }),
    accesses,
    budget,
    charge: createCharge(budget),
  };
}
