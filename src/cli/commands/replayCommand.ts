import { Command } from '@commander-js/extra-typings';
import { replay } from '../../pipeline/parked/replay.ts';
import type { CliContext } from '../CliContext.ts';
import { ExitCode } from '../ExitCode.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { assertMaskKey } from '../gateway/assertMaskKey.ts';
import { chooseMaskKeys } from '../gateway/chooseMaskKeys.ts';
import { loadProject } from '../loadProject.ts';
import { withDatabase } from '../openDatabase.ts';
import {
  dataDirOption,
  databaseUrlOption,
  embeddedBrokersOption,
  eventsOption,
  formatOption,
  maskKeyOption,
  projectOption,
} from '../options/options.ts';
import { collectEvent, parseText } from '../options/parsers.ts';
import { assertParkedFilter } from '../parked/assertParkedFilter.ts';
import { formatReplay } from '../parked/formatReplay.ts';
import { createProgressBars } from '../progress/createProgressBars.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat replay [EVENT…]`: applies parked events after a fix, beside a running pipeline. */
export function replayCommand(context: CliContext) {
  const command = new Command('replay')
    .description(
      'try parked source events again after a fix, also while a pipeline runs; exits 1 when some stay parked',
    )
    .argument(
      '[event...]',
      '<source>/<partition>/<offset> as "concordat parked" names them; default all',
      collectEvent,
    )
    .option('--product <name>', 'only events that this product could not take', parseText)
    .option('--source <topic>', 'only events of this topic', parseText)
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(eventsOption())
    .addOption(embeddedBrokersOption())
    .addOption(maskKeyOption())
    .addOption(formatOption())
    .action(async (events, { product, source, ...options }) => {
      const project = await loadProject(options.project);
      const filter = { product, source, ...(events.length === 0 ? {} : { events }) };
      const bars = createProgressBars(context.stderr);
      const result = await withDatabase(options, context, async (database) => {
        await assertCurrent(database, project);
        const maskKeys = await chooseMaskKeys(database, project, options);
        await assertMaskKey(database, project, maskKeys);
        await assertParkedFilter(database, filter, () => Promise.resolve(project));
        return replay(database, project, {
          ...{ maskKeys, filter },
          onProgress: (done, total) => {
            bars.report('tries of parked events', done, total);
          },
        });
      }).finally(() => {
        bars.stop();
      });
      const isSome = events.length > 0 || product !== undefined || source !== undefined;
      context.stdout.write(
        options.format === 'json' ? `${JSON.stringify(result)}\n` : formatReplay(result, isSome),
      );
      if (result.left.length > 0) context.exit(ExitCode.problems);
    });
  return listProblems(command);
}
