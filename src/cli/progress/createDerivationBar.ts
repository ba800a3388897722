import cliProgress, { type Options, type Params } from 'cli-progress';
import type { RebuildProgress } from '../../pipeline/rebuild/RebuildProgress.ts';

const { Format, SingleBar } = cliProgress;

/** Progress of a derivation of everything, from its beginning to its end. */
export interface DerivationBar {
  readonly report: (progress: RebuildProgress) => void;
  readonly stop: () => void;
}

const logEveryMs = 5_000;

/** Before this share is done nobody can say how long the rest takes. */
const tellableShare = 0.01;

const phaseNames = { RECONCILE: 'reconciliations', MATERIALIZE: 'contracts' } as const;

function stepName({ phase, name, done, total }: RebuildProgress): string {
  const what = phase === 'PROJECT' ? `events of ${name}` : phaseNames[phase];
  return `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${what}`;
}

/** By how long the whole has taken up to here: its steps take different times. */
function timeLeft({ progress, startTime }: Params, options: Options): string {
  const elapsedMs = Date.now() - startTime;
  if (progress >= 1) return `done in ${seconds(elapsedMs, options)}`;
  if (progress < tellableShare) return 'time left not known yet';
  return `${seconds((elapsedMs * (1 - progress)) / progress, options)} left`;
}

function seconds(ms: number, options: Options): string {
  return Format.TimeFormat(Math.ceil(ms / 1_000), { ...options, autopaddingChar: '' }, 1);
}

/**
 * One bar for the whole on a terminal; elsewhere (a log, CI) a line every few seconds with percent and time left. On stderr, so
 * that stdout stays for results.
 */
export function createDerivationBar(label: string, stream: NodeJS.WriteStream): DerivationBar {
  let step = '';
  const bar = new SingleBar({
    stream,
    ...{ barsize: 24, barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true },
    ...{ noTTYOutput: true, notTTYSchedule: logEveryMs },
    // Where there is no terminal nothing is cleared, and each line has had its end.
    clearOnComplete: !stream.isTTY,
    format: (options, params) => {
      const drawn = stream.isTTY ? `${Format.BarFormat(params.progress, options)} ` : '';
      return `${label} ${drawn}${Math.floor(params.progress * 100)}% | ${timeLeft(params, options)} | ${step}`;
    },
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
