import type { Contract } from '../../contract/model.ts';
import type { ContractFeed, FeedRead, Offsets } from '../../feed/live/ContractFeed.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import { parseRow } from '../../feed/live/parseRow.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Session } from '../../storage/Database.ts';
import { keyFields } from './keyFields.ts';
import { pickText } from './pickText.ts';
import { publishedFields, type PublishedFields } from './publishedFields.ts';

const partition = 0;
const changesAtOnce = 1_000;

function readText({ all, before }: PublishedFields): string {
  return `
  select f.position, c.id, c.revision, c.committed_at as "committedAt", c.key,
    case when c.after is not null then ${pickText('c.after', all)} end as row,
    case when c.before is not null then ${pickText('c.before', before)} end as before
  from (
    select position, change_id from contract.feed where contract = $1 and position >= $2 order by position limit $3
  ) f
  join contract.change c on c.id = f.change_id
  order by f.position`;
}

interface FeedRow {
  readonly position: string;
  readonly id: string;
  readonly revision: string;
  readonly committedAt: string;
  readonly key: readonly string[];
  readonly row: string | null;
  readonly before: string | null;
}

/** Waits until there may be news of a contract, so many milliseconds at most. */
export type AwaitNews = (contractId: string, maxWaitMs: number, signal?: AbortSignal) => Promise<void>;

/** The embedded feed of a contract in Postgres: one partition, whose offsets are the positions of `contract.feed`. */
export function createEmbeddedFeed({ contract, database, awaitNews }: EmbeddedFeedParts): ContractFeed {
  const text = readText(publishedFields(contract));

  const toChange = (row: FeedRow): FeedChange => ({
    ...{ partition, offset: BigInt(row.position), revision: row.revision, committedAt: row.committedAt },
    key: keyFields(contract, row.key),
    row: parsed(row.row),
    before: parsed(row.before),
    mark: row.id,
    bytes: 500 + 3 * ((row.row?.length ?? 0) + (row.before?.length ?? 0)),
  });

  const readNow = async (from: bigint): Promise<readonly FeedChange[]> => {
    const rows = await database.query<FeedRow>({
      text,
      values: [contract.id, from.toString(), changesAtOnce],
    });
    return rows.map(toChange);
  };

  const read = async (from: Offsets): Promise<FeedRead> => {
    const offset = from.get(partition);
    if (offset === undefined) return { changes: [], next: from, lost: [], current: [] };
    const changes = await readNow(offset);
    const last = changes.at(-1);
    const next = last === undefined ? offset : last.offset + 1n;
    // Positions have no gaps: what is missing was taken away.
    const isLost = changes[0] !== undefined && changes[0].offset > offset;
    return {
      changes: isLost ? [] : changes,
      next: isLost ? from : new Map([[partition, next]]),
      lost: isLost ? [partition] : [],
      current: changes.length < changesAtOnce ? [partition] : [],
    };
  };

  return {
    async ranges() {
      if (contract.sql === undefined) {
        throw new ConcordatError(
          'FEED_UNAVAILABLE',
          `${contract.id} is filled by another pipeline, and no Kafka is set.`,
          {
            fix: 'Set KAFKA_BROKERS to the Kafka that has its topic.',
            subject: contract.id,
          },
        );
      }
      const [range] = await database.query<{ start: string; end: string }>({
        text: `select coalesce(min(position), 1)::text as start, (coalesce(max(position), 0) + 1)::text as "end"
          from contract.feed where contract = $1`,
        values: [contract.id],
      });
      return [{ partition, start: BigInt(range?.start ?? 1), end: BigInt(range?.end ?? 1) }];
    },
    read,
    watch: () => ({
      async next(from, { maxWaitMs, signal }) {
        const found = await read(from);
        if (found.changes.length > 0 || found.lost.length > 0) return found;
        await awaitNews(contract.id, maxWaitMs, signal);
        return read(from);
      },
      close: () => Promise.resolve(),
    }),
  };
}

function parsed(text: string | null): FeedChange['row'] {
  if (text === null) return null;
  const row = parseRow(Buffer.from(text));
  if (row === undefined) throw new Error('a change that is no JSON object');
  return row;
}

export interface EmbeddedFeedParts {
  readonly contract: Contract;
  readonly database: Session;
  readonly awaitNews: AwaitNews;
}
