import type { Follower, ToldChange } from './follow.ts';

/** Kind and key, of one field, of what came after the snapshot. */
export function told({ changes }: Follower): readonly (readonly [string, unknown])[] {
  const from = changes.findIndex(({ kind }) => kind === 'SNAPSHOT_COMPLETE');
  return changes
    .slice(from + 1)
    .map(({ kind, key }: ToldChange) => [kind, Object.values(key ?? {})[0]] as const);
}

export function codes({ errors }: Follower): readonly unknown[] {
  return errors.map(({ extensions }) => extensions['code']);
}
