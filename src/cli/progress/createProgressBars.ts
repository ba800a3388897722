import cliProgress, { type Options } from 'cli-progress';

const { Format, SingleBar } = cliProgress;

/** Where bars are drawn, or lines written. */
type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Progress of one job that goes through named phases, each with its own total. */
export interface ProgressBars {
  /** Reports `done` of `total` units of `phase`; a new phase ends the bar of the last one. */
  readonly report: (phase: string, done: number, total: number) => void;
  /** Ends the last bar. */
  readonly stop: () => void;
}

const logEveryMs = 5_000;

/** Bars on a terminal; elsewhere (a log, CI) a line now and then. On stderr, so that stdout stays for results. */
export function createProgressBars(stream: ProgressStream = process.stderr): ProgressBars {
  return stream.isTTY === true ? terminalBars(stream) : logLines(stream);
}

/** Before anything is done the bar has words of its own for how long the rest takes: `NULL`, `INF`. */
function timeText(seconds: number, options: Options, roundTo: number): string {
  return Number.isFinite(seconds) ? Format.TimeFormat(seconds, options, roundTo) : '–';
}

function terminalBars(stream: ProgressStream): ProgressBars {
  let current: { readonly phase: string; readonly bar: InstanceType<typeof SingleBar> } | undefined;
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
          formatTime: timeText,
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

function logLines(stream: ProgressStream): ProgressBars {
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
