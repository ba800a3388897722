import type { Contract } from '../../contract/model.ts';
import type { AlreadyTold } from '../../feed/hub/subscribe.ts';
import type { ContractFeed } from '../../feed/live/ContractFeed.ts';
import type { FeedChange } from '../../feed/live/FeedChange.ts';
import { cursorExpired } from '../../feed/hub/cursorExpired.ts';
import { rowKey } from '../../policy/rowKey.ts';
import type { Session } from '../../storage/Database.ts';
import { readPublication, topicDestination } from './publication.ts';
import { hasView, parseSnapshotView, type SnapshotView } from './snapshotView.ts';

const knownText = `
  select asked.place from unnest($2::jsonb[], $3::bigint[]) with ordinality asked (key, revision, place)
  join contract.change c on c.contract = $1 and c.key = asked.key and c.revision = asked.revision
  -- A database that went back gives xids again, and ids only beyond those that it has.
  where c.id <= $5 and pg_visible_in_snapshot(c.xid, $4::pg_snapshot)`;

const waitingText = `
  select exists (
    select from contract.outbox o join contract.change c on c.id = o.change_id
    where o.contract = $1 and pg_visible_in_snapshot(c.xid, $2::pg_snapshot)
  ) as "isWaiting"`;

export interface AlreadyToldParts {
  readonly contract: Contract;
  readonly database: Session;
  readonly feed: Pick<ContractFeed, 'ranges'>;
  /** What the transaction saw in which the rows were read (`readSnapshotView`). */
  readonly snapshot: string;
}

/**
 * Up to where a feed goes. What was published shows in it only once its brokers have noted that its transaction ended, which they do after
 * they have said so, and late where they come back from the dead: the publisher knows it before.
 */
async function endOf({ feed, database, contract }: AlreadyToldParts): Promise<ReadonlyMap<number, bigint>> {
  const publication = await readPublication(database, contract.id);
  const published =
    publication?.destination === topicDestination(contract.serving.topic)
      ? publication.nextOffsets
      : undefined;
  const ranges = await feed.ranges();
  return new Map(
    ranges.map(({ partition, end }) => {
      const known = published?.get(partition) ?? 0n;
      return [partition, known > end ? known : end];
    }),
  );
}

/**
 * Tells which changes of a feed a snapshot of the serving table held already: those whose transaction it saw. None can come any
 * more when everything that it saw is published, and the feed was read as far as it went then. Where the database has lost some
 * of what the snapshot saw nobody knows, and both throw CURSOR_EXPIRED.
 */
export function createAlreadyTold(parts: AlreadyToldParts): AlreadyTold {
  const { contract, database, snapshot: text } = parts;
  let end: ReadonlyMap<number, bigint> | undefined;
  let view: Promise<SnapshotView> | undefined;
  const viewed = (): Promise<SnapshotView> => (view ??= viewOf(database, text));
  return {
    snapshot: text,
    async unknownOf(changes) {
      const { snapshot, newest } = await viewed();
      const asked = changes.filter((change) => change.revision !== null);
      if (asked.length === 0) return changes;
      const rows = await database.query<{ place: string }>({
        text: knownText,
        values: [
          contract.id,
          asked.map(({ key }) => rowKey(contract.key.map(({ name }) => key[name]))),
          asked.map(({ revision }) => revision),
          snapshot,
          newest?.id ?? '0',
        ],
      });
      const known = new Set<FeedChange | undefined>(rows.map(({ place }) => asked[Number(place) - 1]));
      return changes.filter((change) => !known.has(change));
    },
    async isOver(position) {
      const { snapshot } = await viewed();
      if (end === undefined) {
        const [found] = await database.query<{ isWaiting: boolean }>({
          text: waitingText,
          values: [contract.id, snapshot],
        });
        if (found?.isWaiting !== false) return false;
        end = await endOf(parts);
      }
      return [...end].every(([partition, offset]) => (position.get(partition)?.next ?? 0n) >= offset);
    },
  };
}

/** @throws ConcordatError CURSOR_EXPIRED */
async function viewOf(database: Session, text: string): Promise<SnapshotView> {
  const view = parseSnapshotView(text);
  if (view === undefined) throw cursorExpired('it is of an older version');
  if (!(await hasView(database, view)))
    throw cursorExpired('the database has gone back to before its snapshot');
  return view;
}
