import { Gauge, type Registry } from 'prom-client';
import type { Project } from '../../../contract/model.ts';
import type { Reading } from './Reading.ts';

/** More are not counted: to count a backlog of millions takes longer than a scrape may. */
const mostCounted = 100_000;

const text = `
  select c.contract, depth.changes,
    (
      select greatest(0, extract(epoch from clock_timestamp() - h.committed_at))::float8
      from contract.outbox o join contract.change h on h.id = o.change_id
      where o.contract = c.contract order by o.change_id limit 1
    ) as seconds
  from unnest($1::text[]) c (contract)
  cross join lateral (
    select count(*)::int as changes from (select from contract.outbox o where o.contract = c.contract limit $2) o
  ) as depth`;

/** Changes that wait to be published. */
export function outboxReading(registry: Registry, project: Project): Reading {
  const changes = new Gauge({
    name: 'concordat_outbox_changes',
    help: `Changes that wait to be published; counted up to ${mostCounted}.`,
    labelNames: ['contract'],
    registers: [registry],
  });
  const seconds = new Gauge({
    name: 'concordat_outbox_oldest_seconds',
    help: 'How long the oldest of them has waited.',
    labelNames: ['contract'],
    registers: [registry],
  });
  const derived = project.contracts.filter(({ sql }) => sql !== undefined).map(({ id }) => id);
  return {
    name: 'outbox',
    forget: () => {
      changes.reset();
      seconds.reset();
    },
    read: async (session) => {
      const rows = await session.query<{ contract: string; changes: number; seconds: number | null }>({
        text,
        values: [derived, mostCounted],
      });
      return () => {
        for (const row of rows) {
          changes.set({ contract: row.contract }, row.changes);
          seconds.set({ contract: row.contract }, row.seconds ?? 0);
        }
      };
    },
  };
}
