import type { Project } from '../../src/contract/model.ts';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import type { Session } from '../../src/storage/Database.ts';
import type { AnswerBudget } from '../context/AnswerBudget.ts';
import { type ConcernedRowLoader, createConcernedRowLoader } from './createConcernedRowLoader.ts';
import { createExceptionLoader, type ExceptionLoader } from './createExceptionLoader.ts';
import { createLineageLoader, type LineageLoader } from './createLineageLoader.ts';
import { createRowLoaders, type RowLoaders } from './createRowLoaders.ts';

/** What reads what stands behind rows, for many rows at a time. */
export interface Loaders {
  readonly rows: RowLoaders;
  readonly exceptions: ExceptionLoader;
  readonly concernedRows: ConcernedRowLoader;
  readonly lineage: LineageLoader;
}

export interface LoaderServices {
  readonly database: Session;
  readonly project: Project;
  readonly profile: AccessProfile;
  readonly maskKeys: MaskKeys;
}

/** Loaders of one caller, of whom the budget is charged for what they read. */
export function createLoaders(services: LoaderServices, budget: AnswerBudget): Loaders {
  const { database, project, profile, maskKeys } = services;
  return {
    rows: createRowLoaders(database),
    exceptions: createExceptionLoader({ database, project, profile, maskKeys, budget }),
    concernedRows: createConcernedRowLoader(database, budget),
    lineage: createLineageLoader({ database, project, profile, maskKeys, budget }),
  };
}
