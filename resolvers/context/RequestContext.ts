import type { Project } from '../../src/contract/model.ts';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import type { CursorCodec } from '../../src/query/cursor/CursorCodec.ts';
import type { Session } from '../../src/storage/Database.ts';
import type { Loaders } from '../loaders/createLoaders.ts';
import type { AccessLog } from './AccessLog.ts';
import type { AnswerBudget } from './AnswerBudget.ts';
import type { ContractStates } from './ContractStates.ts';
import type { Charge } from './createCharge.ts';
import type { RowPlans } from './createRowPlans.ts';

/** What all requests of a process share. */
export interface GatewayServices {
  readonly project: Project;
  readonly database: Session;
  readonly maskKeys: MaskKeys;
  readonly cursors: CursorCodec;
  readonly states: ContractStates;
  readonly now: () => Date;
}

/** What one request's resolvers share: graphql-js's context value. A schema serves many callers; this one is of one. */
export interface RequestContext extends GatewayServices, Loaders {
  readonly profile: AccessProfile;
  readonly traceId: string;
  readonly plans: RowPlans;
  /** Which contracts the operation touched, and what it read of them. */
  readonly accesses: AccessLog;
  readonly budget: AnswerBudget;
  readonly charge: Charge;
}
