import type { SettingProblem } from './SettingProblem.ts';

/** The embedded PostgreSQL is for development and has the development key; any other needs the gateway's own. */
export function maskKeyProblems(settings: {
  readonly maskKey?: string | undefined;
  readonly databaseUrl?: string | undefined;
}): readonly SettingProblem<'maskKey'>[] {
  if (settings.maskKey !== undefined || settings.databaseUrl === undefined) return [];
  return [{ settings: ['maskKey'], reason: 'is missing: filters by masked values need the same as serve.' }];
}
