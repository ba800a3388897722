import { Counter, Gauge, type Registry } from 'prom-client';
import type { Project } from '../../contract/model.ts';
import type { ContractLiveStatus, LiveStatus } from '../live/LiveStatus.ts';

/** What a gateway tells of its subscriptions. Names of the project's and codes only. */
export interface LiveMetrics {
  /** Has the status asked at each scrape. */
  readonly watch: (status: () => LiveStatus) => void;
}

export function createLiveMetrics(registry: Registry, project: Project): LiveMetrics {
  const registers = [registry];
  let status: (() => LiveStatus) | undefined;
  const declared = project.contracts.map(({ id }) => id);
  const contracts = (): readonly ContractLiveStatus[] => status?.().contracts ?? [];

  const gauge = (
    name: string,
    help: string,
    read: (contract: ContractLiveStatus) => number | undefined,
    initial?: number,
  ): void => {
    const made = new Gauge({
      ...{ name, help, labelNames: ['contract'], registers },
      collect: () => {
        made.reset();
        if (initial !== undefined) for (const contract of declared) made.set({ contract }, initial);
        for (const one of contracts()) {
          const value = read(one);
          if (value !== undefined) made.set({ contract: one.contract }, value);
        }
      },
    });
  };
  const counter = (name: string, help: string, read: (contract: ContractLiveStatus) => number): void => {
    const made = new Counter({
      ...{ name, help, labelNames: ['contract'], registers },
      collect: () => {
        made.reset();
        for (const contract of declared) made.inc({ contract }, 0);
        for (const one of contracts()) made.inc({ contract: one.contract }, read(one));
      },
    });
  };

  const connections = new Gauge({
    name: 'concordat_live_connections',
    help: 'WebSockets and event streams of subscriptions that are open.',
    labelNames: ['transport'],
    registers,
    collect: () => {
      const open = Object.entries(status?.().connections ?? {});
      for (const [transport, count] of open) connections.set({ transport }, count);
    },
  });
  gauge(
    'concordat_live_subscriptions',
    'Subscriptions that are open.',
    ({ subscriptions }) => subscriptions,
    0,
  );
  gauge(
    'concordat_live_groups',
    'Groups of subscriptions of equal selection, filter and access; each change is evaluated once for each.',
    ({ groups }) => groups,
    0,
  );
  gauge(
    'concordat_live_unread_bytes',
    'Bytes of messages that were sent and that the network has not taken yet.',
    ({ unreadBytes }) => unreadBytes,
    0,
  );
  gauge(
    'concordat_live_kept_bytes',
    'About how many bytes of changes are kept for those who come back.',
    ({ keptBytes }) => keptBytes,
  );
  gauge(
    'concordat_live_behind_bytes',
    'About how many bytes of changes wait for the consumer that is furthest behind others.',
    ({ behindBytes }) => behindBytes,
  );
  gauge(
    'concordat_live_lag_seconds',
    'How long ago all changes that were there had been read.',
    ({ lagMs }) => (lagMs === undefined ? undefined : lagMs / 1_000),
  );
  counter('concordat_live_messages_total', 'Messages sent to subscriptions.', ({ messages }) => messages);
  counter(
    'concordat_live_unreadable_records_total',
    "Records of an existing table's topic that could not be read.",
    ({ unreadable }) => unreadable ?? 0,
  );
  const ended = new Counter({
    name: 'concordat_live_ended_total',
    help: 'Subscriptions that have ended, by code; LEFT where the client wanted no more or was gone.',
    labelNames: ['contract', 'code'],
    registers,
    collect: () => {
      ended.reset();
      for (const one of contracts()) {
        for (const [code, count] of one.ended) ended.inc({ contract: one.contract, code }, count);
      }
    },
  });
  return {
    watch: (asked) => {
      status = asked;
    },
  };
}
