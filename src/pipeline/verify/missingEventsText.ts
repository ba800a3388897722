import type { Project } from '../../contract/model.ts';
import { eventsTableName, isReferenceTable } from '../../storage/plan/desiredTables.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';

/** The events that a table names and raw lacks. */
function lackedBy(table: string, condition = 'true'): string {
  return `
    select source, partition, "offset" from ${table} n
    where ${condition} and not exists (
      select from raw.event e where e.source = n.source and e.partition = n.partition and e."offset" = n."offset"
    )`;
}

/**
 * SELECT with a row `message` for each partition of which raw lacks events that something derived came from: by lineage, or because
 * they are parked. One anti-join for each table.
 */
export function missingEventsText({ products }: Project): string {
  const names = products.map(({ name }) => quoteText(name));
  const lineage = products.flatMap(({ tables }) =>
    tables
      .filter((table) => !isReferenceTable(table))
      .map((table) => lackedBy(quoteName(table.product, eventsTableName(table.table)))),
  );
  const parked = lackedBy('raw.parked', `n.product = any (array[${names.join(', ')}]::text[])`);
  return `
    select format(
      'Raw lacks %s events of %s/%s that lineage or parked events name, such as %s/%s/%s. A rebuild would delete what was derived from them: restore raw.event first, from a backup.',
      count(*), source, partition, source, partition, min("offset")) as message
    from (${[...lineage, parked].join(' union ')}) missing
    group by source, partition order by source collate "C", partition`;
}
