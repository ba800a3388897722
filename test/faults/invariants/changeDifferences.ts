import { isDeepStrictEqual } from 'node:util';
import type { Contract, Project } from '../../../src/contract/model.ts';
import type { Session } from '../../../src/storage/Database.ts';
import { compareRows } from '../../integration/retailer/compareRows.ts';
import { readServing, type ServedRow } from './readServing.ts';

interface Change {
  readonly key: string;
  readonly revision: number;
  /** Microseconds since 1970. */
  readonly at: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/**
 * What is wrong with a key's history: each change goes on from the one before it, at no earlier time, really changes something, and is counted by one.
 *
 * @param isReconciled - whether exceptions can be about the row: where they are opened or resolved it may change in its settlement alone
 */
function* historyProblems(history: readonly Change[], isReconciled: boolean): Generator<string> {
  let last: Change | undefined;
  for (const change of history) {
    const place = `${change.key}, revision ${change.revision}`;
    if (change.revision !== (last?.revision ?? 0) + 1) yield `${place} comes after ${last?.revision ?? 0}`;
    if (!isDeepStrictEqual(change.before, last?.after ?? null))
      yield `${place} does not begin where the last ended`;
    if (last !== undefined && BigInt(change.at) < BigInt(last.at)) yield `${place} is older than the last`;
    const mayBeEqual = isReconciled && change.after !== null;
    if (!mayBeEqual && isDeepStrictEqual(change.before, change.after)) yield `${place} changes nothing`;
    last = change;
  }
}

function fold(histories: Iterable<readonly Change[]>, { fields }: Contract): readonly ServedRow[] {
  return [...histories].flatMap((history) => {
    const last = history.at(-1);
    if (last?.after == null) return [];
    const { after, revision } = last;
    return [{ ...Object.fromEntries(fields.map(({ name }) => [name, after[name]])), revision }];
  });
}

/** Where the change log is no unbroken history of the serving tables; empty where it is. */
export async function changeDifferences(session: Session, project: Project): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const contract of project.contracts.filter(({ sql }) => sql !== undefined)) {
    const changes = await session.query<Change>({
      text: `select key::text as key, revision::int as revision, before, after,
          (extract(epoch from committed_at) * 1000000)::bigint::text as at
        from contract.change
        where contract = $1 order by key, revision`,
      values: [contract.id],
    });
    const histories = Map.groupBy(changes, ({ key }) => key);
    const key = contract.key.map(({ name }) => name);
    const rows = await readServing(session, contract);
    const isReconciled = contract.derivedFrom.some(({ kind }) => kind === 'reconciliation');
    differences.push(
      ...[...histories.values()].flatMap((history) => [...historyProblems(history, isReconciled)]),
      ...compareRows(rows, fold(histories.values(), contract), key),
    );
  }
  return differences;
}
