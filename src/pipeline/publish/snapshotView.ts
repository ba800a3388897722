import type { Session } from '../../storage/Database.ts';
import { changeMark } from './changeMark.ts';

/** What a transaction sees of the changes. */
export interface SnapshotView {
  /** `pg_current_snapshot()` as text. */
  readonly snapshot: string;
  /** The newest change that it sees, of whatever contract: a database that has it has lost none that the view sees. */
  readonly newest: { readonly id: string; readonly mark: string } | undefined;
}

/** Stands for no change at all. */
const none = '-';

const viewText = `
  select pg_current_snapshot()::text || ' ' || coalesce((select ${changeMark} from contract.change c order by c.id desc limit 1), '${none}') as view`;

/**
 * What a transaction of REPEATABLE READ sees, as text.
 *
 * @throws ConcordatError DATABASE_UNAVAILABLE
 */
export async function readSnapshotView(transaction: Session): Promise<string> {
  const [read] = await transaction.query<{ view: string }>({ text: viewText });
  return read?.view ?? '';
}

/** Undefined for a text that is none. */
export function parseSnapshotView(text: string): SnapshotView | undefined {
  const [snapshot, mark] = text.split(' ');
  if (snapshot === undefined || mark === undefined) return undefined;
  return { snapshot, newest: mark === none ? undefined : { id: mark.split('.')[0] ?? '', mark } };
}

const thereText = `select from contract.change c where c.id = $1 and ${changeMark} = $2`;

/** Whether the database still has all changes that a view saw: an older backup or a failover may have lost some. */
export async function hasView(database: Session, { newest }: SnapshotView): Promise<boolean> {
  if (newest === undefined) return true;
  return (await database.query({ text: thereText, values: [newest.id, newest.mark] })).length > 0;
}
