import type { Contract } from '../../contract/model.ts';
import type { ContractFeed, FeedRead, ReadBounds } from '../../feed/live/ContractFeed.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import { offsetsOf, type PartitionPosition } from '../../feed/live/LivePosition.ts';
import { parseRow } from '../../feed/live/parseRow.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Session } from '../../storage/Database.ts';
import { changeMark } from './changeMark.ts';
import { keyFields } from './keyFields.ts';
import { pickText } from './pickText.ts';
import { publishedFields, type PublishedFields } from './publishedFields.ts';

const partition = 0;
const many: ReadBounds = { partitionBytes: 1024 * 1024 };
const changesAtOnce = 1_000;

const rangeText = `
  select coalesce(r.first, 1)::text as start, (coalesce(r.last, 0) + 1)::text as "end", r.last::text as last, ${changeMark} as mark
  from (select min(position) as first, max(position) as last from contract.feed where contract = $1) r
  left join contract.feed f on f.contract = $1 and f.position = r.last
  left join contract.change c on c.id = f.change_id`;

/** Of what is before the position `$4`, only that it is there. */
function readText({ all, before }: PublishedFields): string {
  return `
  select f.position, ${changeMark} as mark, c.revision, c.committed_at as "committedAt", c.key,
    case when c.after is not null and f.position >= $4 then ${pickText('c.after', all)} end as row,
    case when c.before is not null and f.position >= $4 then ${pickText('c.before', before)} end as before
  from (
    select position, change_id from contract.feed where contract = $1 and position >= $2 order by position limit $3
  ) f
  join contract.change c on c.id = f.change_id
  order by f.position`;
}

interface FeedRow {
  readonly position: string;
  readonly mark: string;
  readonly revision: string;
  readonly committedAt: string;
  readonly key: readonly string[];
  readonly row: string | null;
  readonly before: string | null;
}

interface RangeRow {
  readonly start: string;
  readonly end: string;
  readonly last: string | null;
  readonly mark: string | null;
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
    mark: row.mark,
    bytes: 500 + 3 * ((row.row?.length ?? 0) + (row.before?.length ?? 0)),
  });

  /** Undefined where what comes next is not what came next to what was seen. */
  const readNow = async (
    { next, last }: PartitionPosition,
    most: number,
  ): Promise<readonly FeedChange[] | undefined> => {
    // With what was seen last: the database may have gone back to before it, and come on again otherwise.
    const from = last === undefined || last.offset > next ? next : last.offset;
    const rows = await database.query<FeedRow>({
      text,
      values: [contract.id, from, most + 1, next],
    });
    const seen = rows.find(({ position }) => BigInt(position) === last?.offset);
    if (last !== undefined && seen?.mark !== last.mark && (seen !== undefined || rows.length === 0)) {
      return undefined;
    }
    const changes = rows.filter(({ position }) => BigInt(position) >= next).map(toChange);
    // Positions have no gaps: what is missing was taken away.
    return changes[0] !== undefined && changes[0].offset > next ? undefined : changes;
  };

  const read: ContractFeed['read'] = async (from, { partitionBytes }): Promise<FeedRead> => {
    const most = partitionBytes > 1 ? changesAtOnce : 1;
    const at = from.get(partition);
    if (at === undefined) return { changes: [], next: new Map(), lost: [], current: [] };
    const changes = await readNow(at, most);
    if (changes === undefined) return { changes: [], next: offsetsOf(from), lost: [partition], current: [] };
    const last = changes.at(-1);
    const next = last === undefined ? at.next : last.offset + 1n;
    return {
      ...{ changes, next: new Map([[partition, next]]), lost: [] },
      current: changes.length < most ? [partition] : [],
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
      const [range] = await database.query<RangeRow>({ text: rangeText, values: [contract.id] });
      const { start, end, last, mark } = range ?? { start: 1, end: 1, last: null, mark: null };
      const seen = last === null || mark === null ? undefined : { offset: BigInt(last), mark };
      return [{ partition, start: BigInt(start), end: BigInt(end), last: seen }];
    },
    read,
    // Nobody else writes to it.
    isMade: () => Promise.resolve(true),
    watch: () => ({
      async next(from, { maxWaitMs, signal }) {
        const found = await read(from, many);
        if (found.changes.length > 0 || found.lost.length > 0) return found;
        await awaitNews(contract.id, maxWaitMs, signal);
        return read(from, many);
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
