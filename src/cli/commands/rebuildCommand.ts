import { Command } from '@commander-js/extra-typings';
import type { SetAside } from '../../pipeline/materialize/SetAside.ts';
import type { RebuildResult } from '../../pipeline/rebuild/RebuildProgress.ts';
import { unreachedRows } from '../../pipeline/rebuild/unreachedRows.ts';
import type { CliContext } from '../CliContext.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { formatUnreached } from '../formatUnreached.ts';
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
import { rebuildWithProgress } from '../rebuildWithProgress.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat rebuild`: products, reconciliations and serving tables from raw. */
export function rebuildCommand(context: CliContext) {
  const command = new Command('rebuild')
    .description(
      'derive products, reconciliations and serving tables from raw anew; a second run changes nothing',
    )
    .option(
      '--set-aside',
      'leave rows out that break what is declared; without it, those that a new version of the project comes to are an error',
    )
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(eventsOption())
    .addOption(embeddedBrokersOption())
    .addOption(maskKeyOption())
    .addOption(formatOption())
    .action(async ({ setAside, ...options }) => {
      const project = await loadProject(options.project);
      const result = await withDatabase(options, context, async (database) => {
        await assertCurrent(database, project);
        const maskKeys = await chooseMaskKeys(database, project, options);
        const refuses = setAside === true ? 'NONE' : 'NEW';
        return rebuildWithProgress(database, project, { maskKeys, refuses }, context.stderr);
      });
      context.stdout.write(options.format === 'json' ? `${JSON.stringify(result)}\n` : formatResult(result));
    });
  return listProblems(command);
}

function formatResult(result: RebuildResult): string {
  const { products, reconciliations, contracts, driftFailure } = result;
  return [
    ...products.map(
      ({ product, inputs, applied, parked }) =>
        `product ${product}: ${inputs} events, ${applied} applied, ${parked} parked`,
    ),
    ...reconciliations.flatMap(({ reconciliation, assertions, open, opened, resolved, setAside }) => [
      `reconciliation ${reconciliation}: ${assertions} assertions, ${open} open exceptions (${opened} opened, ${resolved} resolved now)`,
      ...formatSetAside(`reconciliation ${reconciliation}`, setAside),
    ]),
    ...contracts.flatMap(({ contract, rows, inserted, updated, deleted, setAside }) => [
      `contract ${contract}: ${rows} rows (${inserted} inserted, ${updated} updated, ${deleted} deleted)`,
      ...formatSetAside(`contract ${contract}`, setAside),
    ]),
    ...formatUnreached(unreachedRows(result)),
    ...(driftFailure === undefined ? [] : [`drift was not recorded: ${driftFailure}`]),
    '',
  ].join('\n');
}

function formatSetAside(owner: string, setAside: readonly SetAside[]): readonly string[] {
  return setAside.map(({ reason, rows }) => `${owner}: ${rows} rows set aside, ${reason}`);
}
