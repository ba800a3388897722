import { Gauge, type Registry } from 'prom-client';
import type { Project } from '../../../contract/model.ts';
import { derivedContracts } from '../../../pipeline/materialize/materializeContract.ts';
import { readSetAside } from '../../../pipeline/materialize/readSetAside.ts';
import type { Reading } from './Reading.ts';

/** Rows of contracts and reconciliations that are set aside: in no table, and told to no consumer. */
export function setAsideReading(registry: Registry, project: Project): Reading {
  const gauge = new Gauge({
    name: 'concordat_rows_set_aside',
    help: 'Rows in no table as they break what is declared, or nothing can hold them.',
    labelNames: ['subject', 'owner'] as const,
    registers: [registry],
  });
  const declared = [
    ...derivedContracts(project).map(({ id, owner }) => ({ subject: `contract ${id}`, owner })),
    ...project.reconciliations.map(({ name, owner }) => ({ subject: `reconciliation ${name}`, owner })),
  ];
  return {
    name: 'set aside',
    forget: () => {
      gauge.reset();
    },
    read: async (session) => {
      const found = await readSetAside(session);
      return () => {
        gauge.reset();
        for (const labels of declared) gauge.set(labels, 0);
        for (const { subject, owner, rows } of found) gauge.inc({ subject, owner }, rows);
      };
    },
  };
}
