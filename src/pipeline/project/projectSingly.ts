import type { Transaction } from '../../storage/Database.ts';
import { describeDataFailure } from '../../storage/toConcordatError.ts';
import type { Part, Projection } from './applyChunk.ts';
import { reasonLiterals } from './reasonLiterals.ts';
import { namedFields, quotesText } from './blameFields.ts';

// What data can do to a statement: data exceptions, constraints, limits of size, and what the statement raises itself.
const dataErrors = '^(22|23|54|P0001)';

// The messages of both are ours and quote nothing.

/** Raised for a row beyond the bounds, and by `raw.beyond` for a value. */
const beyondBounds = '22X01';

/** Raised by `raw.unreadable`, by the readers that call it, and by `raw.required`. */
const unreadable = '22X02';

/** Whether it is the data of some event by which a statement failed. */
export function isDataError(sqlState: string): boolean {
  return new RegExp(dataErrors).test(sqlState);
}

/**
 * A temporary function that runs `project.sql` over events of `chunk` one by one, in one call for all of them: where there is
 * one bad event there are often thousands. Returns those that failed, and by what; the text that PostgreSQL quotes when it
 * fails stays in the database.
 *
 * DELETE, where it is TRUNCATE for larger parts: a file for each event takes longer than to read through a few dead rows.
 */
export const createProjectSingly = `
  create or replace function pg_temp.project_singly(statement text, words_of_author text[], checks jsonb, first integer, last integer)
  returns table (failed integer, state text, said text, "schema" text, "table" text, "column" text, "constraint" text, fields text[],
    authored text)
  language plpgsql as $$
  declare
    bound jsonb;
    beyond text;
    words text;
  begin
    truncate batch;
    for failed in select c.n from chunk c where c.n between first and last and c.reason is null and not c.is_echo order by c.n loop
      delete from batch;
      insert into batch
      select c.source, c.partition, c."offset", c.key, c.payload, c.event_time, c.received_at, c.event_type, c.event_id
      from chunk c where c.n = failed;
      begin
        insert into produced select r.*, failed from pg_temp.run_projection(statement) r;
        for bound in select b.value from jsonb_array_elements(checks) b loop
          execute bound ->> 'text' into beyond using bound ->> 'table', failed;
          if beyond is not null then
            raise exception using errcode = '${beyondBounds}', message = beyond;
          end if;
        end loop;
      exception when others then
        get stacked diagnostics state = returned_sqlstate, words = message_text, "schema" = schema_name,
          "table" = table_name, "column" = column_name, "constraint" = constraint_name;
        if state !~ '${dataErrors}' then
          raise;
        end if;
        said := case when state in ('${beyondBounds}', '${unreadable}') then words end;
        fields := pg_temp.blame_fields(statement, words);
        authored := (select w from unnest(words_of_author) w where w = substring(words from '"(.*)"') limit 1);
        return next;
      end;
    end loop;
  end $$`;

interface Failed {
  readonly failed: number;
  readonly state: string;
  readonly said: string | null;
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly constraint: string;
  readonly fields: readonly string[] | null;
  /** What the statement's author says is wrong. */
  readonly authored: string | null;
}

/** Why to park an event: what is wrong, and in which table and column or which field of the payload. */
function reasonOf({ state, said, fields, authored, ...place }: Failed): string {
  if (said !== null) return said;
  if (authored !== null) return `${authored} [${state}]`;
  const message = describeDataFailure(state, place);
  const named = quotesText(state) ? namedFields(fields ?? []) : undefined;
  return named === undefined ? `${message} [${state}]` : `${message} (${named}) [${state}]`;
}

/**
 * Runs `project.sql` over the events of a part one by one; those that fail get the reason. Returns how many failed; throws
 * like `applyChunk`.
 */
export async function projectSingly(
  transaction: Transaction,
  { sql, checks }: Projection,
  { first, last }: Part,
): Promise<number> {
  const failures = await transaction.query<Failed>({
    text: 'select * from pg_temp.project_singly($1, $2, $3, $4, $5)',
    values: [sql.text, reasonLiterals(sql.text), JSON.stringify(checks), first, last],
  });
  if (failures.length === 0) return 0;
  await transaction.execute({
    text: 'update chunk c set reason = f.reason from unnest($1::int[], $2::text[]) f (n, reason) where c.n = f.n',
    values: [failures.map(({ failed }) => failed), failures.map(reasonOf)],
  });
  return failures.length;
}
