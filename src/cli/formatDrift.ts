import type { Drift } from '../pipeline/drift/readDrift.ts';

/** Drift with the owner of the topic's declaration; null where the project does not declare it any more. */
export interface OwnedDrift extends Drift {
  readonly owner: string | null;
}

function describe({ kind, path, declared, seen }: Drift): string {
  switch (kind) {
    case 'NEW':
      return `NEW ${path}: ${seen}, not declared`;
    case 'MISSING':
      return `MISSING ${path}: ${declared} is declared`;
    case 'RETYPED':
      return `RETYPED ${path}: ${seen}, declared as ${declared}`;
    case 'UNKNOWN_TYPE':
      return 'UNKNOWN_TYPE: no such event type is declared';
  }
}

function heading({ source, owner, eventType }: OwnedDrift): string {
  const type = eventType === '' ? '(no type)' : eventType;
  return `${source} ${type} (${owner === null ? 'declared no more' : `owner ${owner}`})`;
}

function count(events: number): string {
  return events === 1 ? '1 event' : `${events} events`;
}

/** Drift for people: one paragraph an event type, with what differs, how often, and when and where it was first and last seen. */
export function formatDrift(drift: readonly OwnedDrift[]): string {
  if (drift.length === 0) return 'No drift.\n';
  const paragraphs = [...Map.groupBy(drift, heading)].map(([title, rows]) =>
    [
      title,
      ...rows.flatMap((row) => [
        `  ${describe(row)}`,
        `    ${count(row.events)}, first ${row.firstSeen} (${row.firstEvent}), last ${row.lastSeen} (${row.lastEvent})`,
      ]),
    ].join('\n'),
  );
  return `${paragraphs.join('\n\n')}\n`;
}
