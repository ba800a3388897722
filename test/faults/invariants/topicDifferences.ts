import type { Project } from '../../../src/contract/model.ts';
import type { TopicReader } from '../../../src/feed/kafka/TopicReader.ts';
import type { Session } from '../../../src/storage/Database.ts';
import { compareRows } from '../../integration/retailer/compareRows.ts';
import { foldByPlace, foldByRevision, readTopic, type ReadRecord } from '../../support/readTopic.ts';
import { readServing, type ServedRow } from './readServing.ts';

function toRow({ value, revision }: ReadRecord): ServedRow {
  const row: unknown = JSON.parse(value ?? 'null');
  return { ...(typeof row === 'object' ? row : {}), revision };
}

/** Revisions of a key that are there with different rows: who has seen one of them passes the other over. */
function ambiguousRevisions(records: readonly ReadRecord[]): readonly string[] {
  const first = new Map<string, string | null>();
  return records.flatMap(({ key, revision, value }) => {
    const place = `${key} ${revision}`;
    const known = first.get(place);
    if (known === undefined) first.set(place, value);
    return known === undefined || known === value ? [] : [`${place} twice, with different rows`];
  });
}

/**
 * I3: where a contract topic, folded by place and by revision, is not the serving table, or has a revision with different rows; by contract,
 * empty where it is.
 */
export async function topicDifferences(
  session: Session,
  reader: TopicReader,
  project: Project,
): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const contract of project.contracts.filter(({ sql }) => sql !== undefined)) {
    const rows = await readServing(session, contract);
    const records = await readTopic(reader, contract.serving.topic);
    differences.push(...ambiguousRevisions(records).map((one) => `${contract.id}: ${one}`));
    const key = contract.key.map(({ name }) => name);
    for (const fold of [foldByPlace, foldByRevision]) {
      const found = compareRows(rows, [...fold(records).values()].map(toRow), key);
      differences.push(...found.map((one) => `${contract.id}, ${fold.name}: ${one}`));
    }
  }
  return differences;
}

/** Whether every change is on its topic, as far as the database knows. */
export async function isPublished(session: Session): Promise<boolean> {
  return (await session.query({ text: 'select from contract.outbox limit 1' })).length === 0;
}
