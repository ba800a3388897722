import type { SqlFile } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../../storage/Database.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import { blameFields, quotesText } from './blameFields.ts';
import { BeyondBounds, refuseBeyondBounds, type BoundsCheck } from './refuseBeyondBounds.ts';

// What data can do to a statement: data exceptions, constraints, limits of size, and what the statement raises itself.
const dataError = /^(22|23|54|P0001)/;

/** Below this many rows, statistics cost more than they help. */
const analyzeFrom = 500;

interface Part {
  readonly first: number;
  readonly last: number;
}

function statementFailure({ file }: SqlFile, error: unknown): unknown {
  const failure = sqlFailureOf(error);
  if (failure === undefined) return error;
  return new ConcordatError(
    'PROJECT_INVALID',
    `${file} failed: ${failure.message} [${failure.details.sqlState}].`,
    {
      fix: 'Mend the statement; source events are safe in raw.',
      cause: failure,
    },
  );
}

/** What a projection runs over the events of a chunk. */
export interface Projection {
  readonly sql: SqlFile;
  readonly checks: readonly BoundsCheck[];
}

async function fillBatch(transaction: Transaction, { first, last }: Part): Promise<void> {
  // Not DELETE: deleted rows of a temporary table stay until the end, and each later try would read through them.
  await transaction.script('truncate batch');
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
  await transaction.execute({
    text: 'insert into produced select r.*, $2::integer from pg_temp.run_projection($1) r',
    values: [sql.text, first],
  });
  await refuseBeyondBounds(transaction, checks, first);
}

/** Parts of this size are tried event by event: where there is one bad event, there are often more. */
const singlyFrom = 8;

/** Smaller parts that together are the part, in their order. */
function splitPart({ first, last }: Part): readonly Part[] {
  if (last - first < singlyFrom) {
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      first: first + index,
      last: first + index,
    }));
  }
  const middle = Math.floor((first + last) / 2);
  return [
    { first, last: middle },
    { first: middle + 1, last },
  ];
}

function isOfData(error: unknown): boolean {
  if (error instanceof BeyondBounds) return true;
  const failure = sqlFailureOf(error);
  return failure !== undefined && dataError.test(failure.details.sqlState);
}

/** Why to park the one event of a part: what is wrong, and in which table and column or which field of the payload. */
async function parkReason(
  transaction: Transaction,
  { sql }: Projection,
  part: Part,
  error: unknown,
): Promise<string> {
  const failure = sqlFailureOf(error);
  if (failure === undefined) return error instanceof Error ? error.message : String(error);
  const { sqlState } = failure.details;
  const reason = `${failure.message} [${sqlState}]`;
  if (!quotesText(sqlState)) return reason;
  await fillBatch(transaction, part);
  const fields = await blameFields(transaction, sql);
  return fields === undefined ? reason : `${failure.message} (${fields}) [${sqlState}]`;
}

/**
 * Runs `project.sql` over the events of `chunk` and gathers in `produced` what it returns. When the data of some event makes
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
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { first, last } = part;
    try {
      await transaction.savepoint(() => runPart(transaction, projection, { first, last }));
    } catch (error) {
      if (!isOfData(error)) throw statementFailure(projection.sql, error);
      if (first === last) {
        const reason = await parkReason(transaction, projection, part, error);
        await transaction.execute({
          text: 'update chunk set reason = $2 where n = $1',
          values: [first, reason],
        });
      } else {
        // The first is on top of the stack: events are tried in their order.
        parts.push(...splitPart(part).toReversed());
      }
    }
  }
}
