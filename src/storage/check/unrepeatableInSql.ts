import { positionOf } from './positionOf.ts';
import type { SqlFinding } from './SqlFinding.ts';

/** That a statement gives something else at another time, in another session or by chance. */
export function unrepeatableInSql(text: string, names: readonly string[]): readonly SqlFinding[] {
  return names.map((name) => {
    const index = new RegExp(`(?<![\\w"'])"?${name}"?(?!\\w)`, 'i').exec(text)?.index;
    return {
      rule: 'sql-repeatable',
      message: `The statement uses ${name}, which gives something else each time or in another session.`,
      fix: 'Compute from the rows alone, e.g. from the time of an event: a second run over the same events has to give the same rows.',
      position: index === undefined ? undefined : positionOf(text, index),
    };
  });
}
