import { Command } from '@commander-js/extra-typings';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { developmentMaskKey } from '../../policy/identity/developmentIdentity.ts';
import { deriveMaskKeys } from '../../policy/masks/deriveMaskKeys.ts';
import type { RebuildResult } from '../../pipeline/rebuild/RebuildProgress.ts';
import type { CliContext } from '../CliContext.ts';
import { loadProject } from '../loadProject.ts';
import { withDatabase } from '../openDatabase.ts';
import {
  dataDirOption,
  databaseUrlOption,
  formatOption,
  maskKeyOption,
  projectOption,
} from '../options/options.ts';
import { rebuildWithProgress } from '../rebuildWithProgress.ts';

/** `concordat rebuild`: products, reconciliations and serving tables from raw. */
export function rebuildCommand(context: CliContext) {
  return new Command('rebuild')
    .description(
      'derive products, reconciliations and serving tables from raw anew; a second run changes nothing',
    )
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(maskKeyOption())
    .addOption(formatOption())
    .action(async (options) => {
      const maskKeys = deriveMaskKeys(maskKeyFor(options));
      const project = await loadProject(options.project);
      const result = await withDatabase(options, (database) =>
        rebuildWithProgress(database, project, maskKeys, context.stderr),
      );
      context.stdout.write(options.format === 'json' ? `${JSON.stringify(result)}\n` : formatResult(result));
    });
}

/** The embedded PostgreSQL is for development and has the development key; any other needs the gateway's own. */
function maskKeyFor(options: {
  readonly maskKey?: string | undefined;
  readonly databaseUrl?: string | undefined;
}): string {
  if (options.maskKey !== undefined) return options.maskKey;
  if (options.databaseUrl === undefined) return developmentMaskKey;
  throw new InvalidArgumentError(
    'Filters by masked values are made with the gateway’s key: give --mask-key (CONCORDAT_MASK_KEY), the same as for serve.',
  );
}

function formatResult({ products, reconciliations, contracts }: RebuildResult): string {
  return [
    ...products.map(
      ({ product, inputs, applied, parked }) =>
        `product ${product}: ${inputs} events, ${applied} applied, ${parked} parked`,
    ),
    ...reconciliations.map(
      ({ reconciliation, assertions, open, opened, resolved }) =>
        `reconciliation ${reconciliation}: ${assertions} assertions, ${open} open exceptions (${opened} opened, ${resolved} resolved now)`,
    ),
    ...contracts.map(
      ({ contract, rows, inserted, updated, deleted }) =>
        `contract ${contract}: ${rows} rows (${inserted} inserted, ${updated} updated, ${deleted} deleted)`,
    ),
    '',
  ].join('\n');
}
