import type { Contract } from '../../contract/model.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import { rowKey } from '../../policy/rowKey.ts';
import type { Session } from '../../storage/Database.ts';

const text = `select from contract.change where contract = $1 and key = $2::jsonb and revision = $3`;

const isKeyValue = (value: unknown): boolean => typeof value === 'string' || Number.isSafeInteger(value);

/**
 * Whether the change log has a change of a key with a revision, which is committed before it is published. Whoever else fills a topic
 * counts as it likes.
 *
 * @throws ConcordatError DATABASE_UNAVAILABLE
 */
export async function isMadeChange(
  database: Session,
  contract: Contract,
  { key, revision }: FeedChange,
): Promise<boolean> {
  // Of contracts that another pipeline fills there is none.
  if (contract.sql === undefined) return true;
  const values = contract.key.map(({ name }) => key[name]);
  if (revision === null || !values.every(isKeyValue)) return false;
  const found = await database.query({ text, values: [contract.id, rowKey(values), revision] });
  return found.length > 0;
}
