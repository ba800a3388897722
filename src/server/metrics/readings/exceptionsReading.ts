import { Gauge, type Registry } from 'prom-client';
import type { Project } from '../../../contract/model.ts';
import type { Reading } from './Reading.ts';

interface Row {
  readonly reconciliation: string;
  readonly kind: string;
  readonly open: number;
  readonly overdue: number;
}

const text = `
  select reconciliation, kind, count(*)::int as open,
    count(*) filter (where due_at < transaction_timestamp())::int as overdue
  from reconciliation.exception where resolved_at is null group by 1, 2`;

/** Open reconciliation exceptions of the declared kinds, and those of them past their due date. */
export function exceptionsReading(registry: Registry, projectNow: () => Project): Reading {
  const labelNames = ['reconciliation', 'kind', 'owner'] as const;
  const open = new Gauge({
    name: 'concordat_exceptions_open',
    help: 'Open reconciliation exceptions.',
    labelNames,
    registers: [registry],
  });
  const overdue = new Gauge({
    name: 'concordat_exceptions_overdue',
    help: 'Open reconciliation exceptions past their due date.',
    labelNames,
    registers: [registry],
  });
  const forget = (): void => {
    open.reset();
    overdue.reset();
  };
  return {
    name: 'exceptions',
    forget,
    read: async (session) => {
      const rows = await session.query<Row>({ text });
      const kinds = projectNow().reconciliations.flatMap(({ name: reconciliation, exceptionKinds }) =>
        exceptionKinds.map(({ name: kind, owner }) => ({ reconciliation, kind, owner })),
      );
      return () => {
        forget();
        for (const labels of kinds) {
          const found = rows.find(
            ({ reconciliation, kind }) => reconciliation === labels.reconciliation && kind === labels.kind,
          );
          open.set(labels, found?.open ?? 0);
          overdue.set(labels, found?.overdue ?? 0);
        }
      };
    },
  };
}
