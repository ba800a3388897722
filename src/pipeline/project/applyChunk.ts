import type { SqlFile } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../../storage/Database.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { loggedFailure } from '../../storage/loggedFailure.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { isDataError, projectSingly } from './projectSingly.ts';
import { BeyondBounds, refuseBeyondBounds, type BoundsCheck } from './refuseBeyondBounds.ts';

/** Below this many rows, statistics of `batch` cost more than they help: it is joined with nothing that is stored. */
const analyzeFrom = 500;

/** Numbers of a chunk's events that are projected together. */
export interface Part {
  readonly first: number;
  readonly last: number;
}

function statementFailure({ file }: SqlFile, error: unknown): unknown {
  const failure = sqlFailureOf(error);
  if (failure === undefined || isTransient(failure)) return error;
  const message = `${file} failed: ${failure.message} [${failure.details.sqlState}].`;
  const logged = loggedFailure(message, failure);
  return new ConcordatError('PROJECT_INVALID', message, {
    fix: 'Mend the statement; source events are safe in raw.',
    cause: failure,
    ...(logged !== undefined && { logged }),
  });
}

/** What a projection runs over the events of a chunk. */
export interface Projection {
  readonly sql: SqlFile;
  readonly checks: readonly BoundsCheck[];
}

async function fillBatch(transaction: Transaction, { first, last }: Part): Promise<void> {
  await transaction.execute({
    text: `insert into batch
      select source, partition, "offset", key, payload, event_time, received_at, event_type, event_id
      from chunk where n between $1 and $2 and reason is null and not is_echo order by n`,
    values: [first, last],
  });
}

async function runPart(
  transaction: Transaction,
  { sql, checks }: Projection,
  { first, last }: Part,
): Promise<void> {
  await fillBatch(transaction, { first, last });
  if (last - first >= analyzeFrom) await transaction.script('analyze batch');
  const produced = await transaction.execute({
    text: 'insert into produced select r.*, $2::integer from pg_temp.run_projection($1) r',
    values: [sql.text, first],
  });
  await analyzeRows(transaction, 'produced', produced);
  await refuseBeyondBounds(transaction, checks, first);
}

/** A part of this size is tried event by event when it fails: where there is one bad event, there are often more. */
const singlyFrom = 16;

/** The same after a part of which no event was good. */
const singlyInARow = 256;

function isOfData(error: unknown): boolean {
  if (error instanceof BeyondBounds) return true;
  const failure = sqlFailureOf(error);
  return failure !== undefined && isDataError(failure.details.sqlState);
}

async function trySingly(transaction: Transaction, projection: Projection, part: Part): Promise<number> {
  try {
    return await projectSingly(transaction, projection, part);
  } catch (error) {
    throw statementFailure(projection.sql, error);
  }
}

/**
 * Runs `project.sql` over the events of `chunk`, with `batch` empty, and gathers in `produced` what it returns. When the data of some event makes
 * the statement fail, or a row that it touched is beyond the bounds, what it did is undone and its parts are tried, until the events that fail alone are found; they get the
 * reason and the rest is applied.
 *
 * @throws ConcordatError PROJECT_INVALID when the statement fails for another reason than data.
 */
export async function applyChunk(
  transaction: Transaction,
  projection: Projection,
  rows: number,
): Promise<void> {
  const parts: Part[] = [{ first: 1, last: rows }];
  let mostSingly = singlyFrom;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { first, last } = part;
    const size = last - first + 1;
    // Not DELETE: deleted rows of a temporary table stay until the end, and each later try would read through them.
    if (size < rows) await transaction.script('truncate batch');
    try {
      await transaction.savepoint(() => runPart(transaction, projection, { first, last }));
    } catch (error) {
      if (!isOfData(error)) throw statementFailure(projection.sql, error);
      if (size <= mostSingly) {
        const failed = await trySingly(transaction, projection, part);
        mostSingly = failed === size ? singlyInARow : singlyFrom;
      } else {
        const middle = Math.floor((first + last) / 2);
        // The first is on top of the stack: events are tried in their order.
        parts.push({ first: middle + 1, last }, { first, last: middle });
      }
    }
  }
}
