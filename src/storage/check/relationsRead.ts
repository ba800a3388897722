import type { SqlFile } from '../../contract/model.ts';
import type { Transaction } from '../Database.ts';
import { sqlFailureOf } from '../SqlFailure.ts';

/** A table that a statement reads. */
export interface ReadRelation {
  readonly schema: string;
  readonly name: string;
}

const view = 'statement_read';

/** Tables behind the view, through other views too. */
const relationsText = `
  with recursive relation (oid) as (
    select to_regclass('pg_temp.${view}')::oid
    union
    select d.refobjid
    from relation
    join pg_rewrite r on r.ev_class = relation.oid
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
  )
  select n.nspname as schema, c.relname as name
  from relation join pg_class c on c.oid = relation.oid join pg_namespace n on n.oid = c.relnamespace
  where c.relkind not in ('v', 'S')
  order by 1, 2`;

/** Carries what was found out of a savepoint that is thrown away. */
class Found extends Error {
  readonly relations: readonly ReadRelation[];

  constructor(relations: readonly ReadRelation[]) {
    super('found');
    this.relations = relations;
  }
}

/**
 * The tables that a SELECT reads, also by way of views, as Postgres itself has analysed it; none for a statement that cannot
 * stand in a view. Leaves nothing behind.
 */
export async function relationsRead(
  transaction: Transaction,
  { text }: SqlFile,
): Promise<readonly ReadRelation[]> {
  try {
    return await transaction.savepoint(async () => {
      // Beneath another SELECT its columns need no names, and a comment at its end no line of its own.
      await transaction.script(`create temporary view ${view} as select from (\n${text}\n) as statement`);
      throw new Found(await transaction.query<ReadRelation>({ text: relationsText }));
    });
  } catch (error) {
    if (error instanceof Found) return error.relations;
    if (sqlFailureOf(error) === undefined) throw error;
    return [];
  }
}
