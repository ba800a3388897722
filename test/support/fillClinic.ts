import type { Project } from '../../src/contract/model.ts';
import { toSnakeCase } from '../../src/contract/names.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import { hash } from '../../src/policy/masks/hash.ts';
import type { Database } from '../../src/storage/Database.ts';
import { clinicVisits } from './clinicVisits.ts';

/** Fills the clinic's tables */
export async function fillClinic(database: Database, project: Project, _maskKeys: MaskKeys): Promise<void> {
  const rows = clinicVisits.map((visit) =>
    Object.fromEntries(Object.entries(visit).map(([name, value]) => [toSnakeCase(name), value])),
  );
  await database.execute({
    text: 'insert into visits.visits select * from jsonb_populate_recordset(null::visits.visits, $1::jsonb)',
    values: [JSON.stringify(rows)],
  });
  for (const contract of project.contracts) {
    const columns = await database.query<{ column_name: string }>({
      text: `select column_name from information_schema.columns where table_schema = 'contract' and table_name = $1 and column_name not like '\\_%' order by ordinal_position`,
      values: [contract.serving.table],
    });
    const names = columns.map(({ column_name }) => column_name).join(', ');
    await database.execute({
      text: `insert into contract.${contract.serving.table} (${names}, _revision, _changed_at) select ${names}, 1, now() from (${contract.sql?.text ?? ''}) as rows`,
    });
    await database.execute({
      text: `insert into contract.state (contract, applied) values ($1, pg_current_snapshot())`,
      values: [contract.id],
    });
  }
}
