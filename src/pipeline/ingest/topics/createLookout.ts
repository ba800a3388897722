import type { Session } from '../../../storage/Database.ts';
import { recordLooks, type Look } from './recordLooks.ts';

/** Remembers what was seen of partitions until it is derived, and notes it then. */
export interface Lookout {
  /** A look at a partition of this number. */
  saw(partition: number, look: Look): void;
  /** Notes, about once a second, up to when the partitions of this number are known to be derived. */
  note(session: Session, partition: number): Promise<void>;
}

const noteEveryMs = 1_000;

/**
 * Of each partition two looks are kept, the oldest that waits and the newest: on a topic that always gets more before all of it is
 * derived, as by transactions that never pause, the oldest is derived some time, and that is known then.
 *
 * @param clock - milliseconds on a clock that never goes back
 */
export function createLookout(clock: () => number = () => performance.now()): Lookout {
  const waiting = new Map<number, ReadonlyMap<string, readonly Look[]>>();
  const notedAt = new Map<number, number>();
  return {
    saw(partition, look) {
      const known = waiting.get(partition) ?? new Map<string, readonly Look[]>();
      const [oldest] = known.get(look.source) ?? [];
      // A topic that reaches less far than before was made anew or lost records.
      const kept = oldest === undefined || oldest.end > look.end ? [look] : [oldest, look];
      waiting.set(partition, new Map([...known, [look.source, kept]]));
    },
    async note(session, partition) {
      if (clock() - (notedAt.get(partition) ?? -Infinity) < noteEveryMs) return;
      const known = waiting.get(partition) ?? new Map<string, readonly Look[]>();
      const noted = await recordLooks(session, partition, [...known.values()].flat());
      notedAt.set(partition, clock());
      const left = [...known].map(([source, looks]): readonly [string, readonly Look[]] => {
        const at = noted.get(source);
        return [source, at === undefined ? looks : looks.filter((look) => look.at > at)];
      });
      waiting.set(partition, new Map(left));
    },
  };
}
