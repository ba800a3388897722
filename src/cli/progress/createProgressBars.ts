import { SingleBar } from 'cli-progress';

/** Progress of one job that goes through named phases, each with its own total. */
export interface ProgressBars {
  /** Reports `done` of `total` units of `phase`; a new phase ends the bar of the last one. */
  readonly report: (phase: string, done: number, total: number) => void;
  /** Ends the last bar. */
  readonly stop: () => void;
}

const logEveryMs = 5_000;

/** Bars on a terminal; elsewhere (a log, CI) a line now and then. On stderr, so that stdout stays for results. */
export function createProgressBars(stream: NodeJS.WriteStream = process.stderr): ProgressBars {
  return stream.isTTY ? terminalBars(stream) : logLines(stream);
}

function terminalBars(stream: NodeJS.WriteStream): ProgressBars {
  let current: { readonly phase: string; readonly bar: SingleBar } | undefined;
  const stop = () => {
    current?.bar.stop();
    current = undefined;
  };
  return {
    report(phase, done, total) {
      // A phase without anything to do is done.
      const [value, whole] = total === 0 ? [1, 1] : [done, total];
      if (current?.phase !== phase) {
        stop();
        const bar = new SingleBar({
          stream,
          format: `${phase.padEnd(46)} {bar} {percentage}% of {total} | {duration_formatted}, {eta_formatted} left`,
          barsize: 24,
          barCompleteChar: '█',
          barIncompleteChar: '░',
          hideCursor: true,
          etaBuffer: 50,
        });
        bar.start(whole, value);
        current = { phase, bar };
      }
      current.bar.setTotal(whole);
      current.bar.update(value);
    },
    stop,
  };
}

function logLines(stream: NodeJS.WriteStream): ProgressBars {
  let last: { readonly phase: string; readonly at: number; readonly isDone: boolean } | undefined;
  return {
    report(phase, done, total) {
      const now = performance.now();
      const begun = last?.phase === phase ? last : { phase, at: now, isDone: false };
      const isDone = done >= total;
      const isDue = isDone ? !begun.isDone : now - begun.at >= logEveryMs;
      if (isDue) stream.write(`${phase}: ${done} of ${total}\n`);
      last = { phase, at: isDue ? now : begun.at, isDone };
    },
    stop: () => undefined,
  };
}
