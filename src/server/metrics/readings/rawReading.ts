import { Gauge, type Registry } from 'prom-client';
import type { Project } from '../../../contract/model.ts';
import { sourceTopics } from '../../../contract/sourceTopics.ts';
import type { Reading } from './Reading.ts';

const parkedText = `
  select product, source, count(*)::int as events from raw.parked
  where product = any ($1) and source = any ($2) group by 1, 2`;
const gapText = `
  select source, sum(to_offset - from_offset)::float8 as events from raw.gap where source = any ($1) group by 1`;
const driftText = `
  select source, kind, count(*)::int as paths from raw.drift where source = any ($1) group by 1, 2`;

/** What is not as it should be with the project's source events: parked ones, those that were lost, those that drifted. */
export function rawReading(registry: Registry, project: Project): Reading {
  const parked = new Gauge({
    name: 'concordat_parked_events',
    help: 'Source events that a data product could not take and that wait for a fix.',
    labelNames: ['product', 'source'],
    registers: [registry],
  });
  const lost = new Gauge({
    name: 'concordat_gap_events',
    help: 'Offsets that a source topic had lost before they were read.',
    labelNames: ['source'],
    registers: [registry],
  });
  const drift = new Gauge({
    name: 'concordat_drift_paths',
    help: 'Places in source events that are not what the source declared, by kind of difference.',
    labelNames: ['source', 'kind'],
    registers: [registry],
  });
  const forget = (): void => {
    for (const gauge of [parked, lost, drift]) gauge.reset();
  };
  const products = project.products.map(({ name }) => name);
  const topics = [...sourceTopics(project)];
  return {
    name: 'raw',
    forget,
    read: async (session) => {
      const parkedRows = await session.query<{ product: string; source: string; events: number }>({
        text: parkedText,
        values: [products, topics],
      });
      const gapRows = await session.query<{ source: string; events: number }>({
        text: gapText,
        values: [topics],
      });
      const driftRows = await session.query<{ source: string; kind: string; paths: number }>({
        text: driftText,
        values: [topics],
      });
      return () => {
        forget();
        for (const { product, source, events } of parkedRows) parked.set({ product, source }, events);
        for (const source of topics) lost.set({ source }, 0);
        for (const { source, events } of gapRows) lost.set({ source }, events);
        for (const { source, kind, paths } of driftRows) drift.set({ source, kind }, paths);
      };
    },
  };
}
