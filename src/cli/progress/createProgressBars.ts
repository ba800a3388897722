import { SingleBar } from 'cli-progress';

/** Progress of one job that goes through named phases, each with its own total. */
export interface ProgressBars {
  /** Reports `done` of `total` units of `phase`; a new phase ends the bar of the last one. */
  readonly report: (phase: string, done: number, total: number) => void;
  /** Ends the last bar. */
  readonly stop: () => void;
}

/** Bars on a terminal; elsewhere (a log, CI) a line every few seconds. Written to stderr, so stdout stays for results. */
export function createProgressBars(stream: NodeJS.WriteStream = process.stderr): ProgressBars {
  let current: { readonly phase: string; readonly bar: SingleBar } | undefined;

  const stop = () => {
    current?.bar.stop();
    current = undefined;
  };

  return {
    report(phase, done, total) {
      if (current?.phase !== phase) {
        stop();
        const bar = new SingleBar({
          stream,
          format: `${phase.padEnd(36)} [{bar}] {percentage}% | {value}/{total} | {duration_formatted}, {eta_formatted} left`,
          barsize: 24,
          hideCursor: true,
          noTTYOutput: true,
          notTTYSchedule: 5_000,
          etaBuffer: 50,
        });
        bar.start(Math.max(total, 1), done);
        current = { phase, bar };
      }
      current.bar.setTotal(Math.max(total, 1));
      current.bar.update(total === 0 ? 1 : done);
    },
    stop,
  };
}
