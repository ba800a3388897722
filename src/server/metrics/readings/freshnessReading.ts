import { Gauge, type Registry } from 'prom-client';
import type { Project } from '../../../contract/model.ts';
import { readContractStates } from '../../../pipeline/rebuild/readContractStates.ts';
import { durationSeconds } from '../../../query/values/durationSeconds.ts';
import type { Reading } from './Reading.ts';

/** How old each contract version's rows are, beside how old they may be. */
export function freshnessReading(registry: Registry, projectNow: () => Project): Reading {
  const freshness = new Gauge({
    name: 'concordat_contract_freshness_seconds',
    help: 'How old the newest fact behind a contract version is; absent where nothing is known.',
    labelNames: ['contract'],
    registers: [registry],
  });
  const limit = new Gauge({
    name: 'concordat_contract_freshness_limit_seconds',
    help: 'How old it may be by @sla(freshness:).',
    labelNames: ['contract'],
    registers: [registry],
  });
  const setLimits = ({ contracts }: Project): void => {
    limit.reset();
    for (const { id, freshness: promised } of contracts)
      limit.set({ contract: id }, durationSeconds(promised));
  };
  setLimits(projectNow());
  const forget = (): void => {
    freshness.reset();
  };
  return {
    name: 'freshness',
    forget,
    read: async (session) => {
      const now = new Date();
      const project = projectNow();
      const states = await readContractStates(session, project, project.contracts, now);
      return () => {
        forget();
        setLimits(project);
        for (const [contract, { asOf }] of states) {
          if (asOf === null) continue;
          freshness.set({ contract }, Math.max(0, (now.getTime() - Date.parse(asOf)) / 1_000));
        }
      };
    },
  };
}
