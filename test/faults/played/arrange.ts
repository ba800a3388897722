import type { Random } from '../../../schema/sample/Random.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';

/** How logs are played. */
export interface Arrangement {
  /** Within each topic; else in the order of arrival. */
  readonly shuffled: boolean;
  /** Every tenth record comes twice, the second time at any later place. */
  readonly duplicated: boolean;
  /** One topic after the other in any order, or all of them mixed. */
  readonly topics: 'ONE_AFTER_THE_OTHER' | 'MIXED';
}

function duplicateEveryTenth(events: readonly SourceEvent[], random: Random): readonly SourceEvent[] {
  const copies = events.filter((_, index) => index % 10 === 9);
  const placed = [...events.map((event, at) => ({ event, at }))];
  for (const [index, event] of copies.entries()) {
    const after = index * 10 + 9;
    placed.push({ event, at: after + random.next() * (events.length - after) });
  }
  return placed.sort((a, b) => a.at - b.at).map(({ event }) => event);
}

/** Deals the topics out to one another, each in its own order. */
function mix(topics: readonly (readonly SourceEvent[])[], random: Random): readonly SourceEvent[] {
  return topics
    .flatMap((events) => {
      const places = events.map(() => random.next()).sort((a, b) => a - b);
      return events.map((event, index) => ({ event, at: places[index] ?? 0 }));
    })
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

/** The events as they are to be played: each part only when what came before is derived. */
export function arrange(
  events: readonly SourceEvent[],
  { shuffled, duplicated, topics }: Arrangement,
  random: Random,
): readonly (readonly SourceEvent[])[] {
  const played = [...Map.groupBy(events, ({ topic }) => topic).values()].map((ofTopic) => {
    const ordered = shuffled ? random.shuffle(ofTopic) : ofTopic;
    return duplicated ? duplicateEveryTenth(ordered, random) : ordered;
  });
  return topics === 'MIXED' ? [mix(played, random)] : random.shuffle(played);
}
