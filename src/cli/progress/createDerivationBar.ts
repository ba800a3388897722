import cliProgress, { type Options, type Params } from 'cli-progress';
import type { RebuildProgress } from '../../pipeline/rebuild/RebuildProgress.ts';

const { Format, SingleBar } = cliProgress;

/** Progress of a derivation of everything, from its beginning to its end. */
export interface DerivationBar {
  readonly report: (progress: RebuildProgress) => void;
  readonly stop: () => void;
}

/** Where a bar is drawn, or lines written. */
type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

const logEveryMs = 5_000;

/** Before this share is done nobody can say how long the rest takes. */
const tellableShare = 0.01;

const phaseNames = { RECONCILE: 'reconciliations', MATERIALIZE: 'contracts' } as const;

function stepName({ phase, name, done, total }: RebuildProgress): string {
  const what = phase === 'PROJECT' ? `events of ${name}` : phaseNames[phase];
  return `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${what}`;
}

/** By how long the whole has taken up to here: its steps take different times. */
function timeLeft({ progress, startTime }: Pick<Params, 'progress' | 'startTime'>, options: Options): string {
  const elapsedMs = Date.now() - startTime;
  if (progress >= 1) return `done in ${seconds(elapsedMs, options)}`;
  if (progress < tellableShare) return 'time left not known yet';
  return `${seconds((elapsedMs * (1 - progress)) / progress, options)} left`;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`;
}

function seconds(ms: number, options: Options): string {
  return Format.TimeFormat(Math.ceil(ms / 1_000), { ...options, autopaddingChar: '' }, 1);
}

/**
 * One bar for the whole on a terminal; elsewhere (a log, CI) a line every few seconds with percent and time left. On stderr, so
 * that stdout stays for results.
 */
export function createDerivationBar(label: string, stream: ProgressStream): DerivationBar {
  return stream.isTTY === true ? terminalBar(label, stream) : logLines(label, stream);
}

function terminalBar(label: string, stream: ProgressStream): DerivationBar {
  let step = '';
  const bar = new SingleBar({
    stream,
    ...{ barsize: 24, barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true },
    format: (options, params) =>
      `${label} ${Format.BarFormat(params.progress, options)} ${percent(params.progress)} | ${timeLeft(params, options)} | ${step}`,
  });
  let isStarted = false;
  return {
    report(progress) {
      step = stepName(progress);
      if (!isStarted) bar.start(1, 0);
      isStarted = true;
      bar.update(progress.share);
    },
    stop() {
      bar.stop();
    },
  };
}

/** The first line and one now and then; that all is done is said once, at the end, as its commit takes time too. */
function logLines(label: string, stream: ProgressStream): DerivationBar {
  const startTime = Date.now();
  let last: RebuildProgress | undefined;
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    if (last === undefined) return;
    const left = timeLeft({ progress: last.share, startTime }, {});
    stream.write(`${label} ${percent(last.share)} | ${left} | ${stepName(last)}\n`);
  };
  const writeUnlessDone = (): void => {
    if ((last?.share ?? 1) < 1) write();
  };
  return {
    report(progress) {
      last = progress;
      if (timer !== undefined) return;
      writeUnlessDone();
      timer = setInterval(writeUnlessDone, logEveryMs).unref();
    },
    stop() {
      clearInterval(timer);
      write();
    },
  };
}
