import type { Project } from '../../contract/model.ts';
import type { ParkedFilter } from '../../pipeline/parked/ParkedFilter.ts';
import { topicSources } from '../../contract/topicSources.ts';
import type { Database } from '../../storage/Database.ts';
import { assertKnown } from '../settings/assertKnown.ts';

const namesText = `
  select array(select distinct product from raw.parked) as products, array(select distinct source from raw.parked) as sources,
    array(select owner from raw.parked union select owner from contract.set_aside) as owners`;

interface ParkedNames {
  readonly products: readonly string[];
  readonly sources: readonly string[];
  readonly owners: readonly string[];
}

/**
 * Makes sure that a filter names products, topics and owners of the project, or of what is parked or set aside since it had them.
 *
 * @throws ConcordatError CONFIGURATION_INVALID with the names that there are
 */
export async function assertParkedFilter(
  database: Database,
  { product, source, owner, events = [] }: Pick<ParkedFilter, 'product' | 'source' | 'owner' | 'events'>,
  loadProject: () => Promise<Project>,
): Promise<void> {
  if (product === undefined && source === undefined && owner === undefined && events.length === 0) return;
  const { products, contracts, reconciliations } = await loadProject();
  const [parked] = await database.query<ParkedNames>({ text: namesText });
  const tables = products.flatMap((each) => each.tables);
  assertKnown('--product', product, [...products.map(({ name }) => name), ...(parked?.products ?? [])]);
  const sources = [...topicSources(products).map(({ topic }) => topic), ...(parked?.sources ?? [])];
  assertKnown('--source', source, sources);
  for (const event of events) assertKnown('The topic', event.source, sources);
  const owners = [...tables, ...contracts, ...reconciliations].map((owned) => owned.owner);
  assertKnown('--owner', owner, [...owners, ...(parked?.owners ?? [])]);
}
