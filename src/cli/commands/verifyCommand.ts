import { Command } from '@commander-js/extra-typings';
import { verify } from '../../pipeline/verify/verify.ts';
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
import { parseCount } from '../options/parsers.ts';
import { createDerivationBar } from '../progress/createDerivationBar.ts';
import { listProblems } from '../settings/listProblems.ts';
import { formatVerify } from '../verify/formatVerify.ts';

/** `concordat verify`: whether what is stored is what source events give. */
export function verifyCommand(context: CliContext) {
  const command = new Command('verify')
    .description(
      'derive everything from raw again, compare with what is stored and print every difference by table, key and column, never a value; changes nothing; exits 1 on any difference',
    )
    .option('--examples <count>', 'rows to name for each table that differs', parseCount, 5)
    .option('--all-keys', 'name rows also by keys that are PERSONAL, RESTRICTED or not classified')
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(eventsOption())
    .addOption(embeddedBrokersOption())
    .addOption(maskKeyOption())
    .addOption(formatOption())
    .action(async ({ examples, allKeys, ...options }) => {
      const project = await loadProject(options.project);
      const bar = createDerivationBar('verify', context.stderr);
      const result = await withDatabase(options, context, async (database) => {
        await assertCurrent(database, project);
        const maskKeys = await chooseMaskKeys(database, project, options);
        await assertMaskKey(database, project, maskKeys);
        return verify(database, project, {
          maskKeys,
          examples,
          allKeys: allKeys === true,
          onProgress: bar.report,
        });
      }).finally(bar.stop);
      context.stdout.write(options.format === 'json' ? `${JSON.stringify(result)}\n` : formatVerify(result));
      if (result.differences.length + result.broken.length > 0) context.exit(ExitCode.problems);
    });
  return listProblems(command);
}
