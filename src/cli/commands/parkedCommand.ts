import { Command } from '@commander-js/extra-typings';
import { readParked } from '../../pipeline/parked/readParked.ts';
import type { CliContext } from '../CliContext.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { loadProject } from '../loadProject.ts';
import { withDatabase } from '../openDatabase.ts';
import {
  dataDirOption,
  databaseUrlOption,
  embeddedBrokersOption,
  eventsOption,
  formatOption,
  projectOption,
} from '../options/options.ts';
import { parseCount, parseText } from '../options/parsers.ts';
import { assertParkedFilter } from '../parked/assertParkedFilter.ts';
import { formatParked } from '../parked/formatParked.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat parked`: which events no product took, why, and who must look at them. */
export function parkedCommand(context: CliContext) {
  const command = new Command('parked')
    .description(
      'list the source events that a product could not take, and how many rows are set aside, with reason and owner and never with a value; exits 0 also when there are some',
    )
    .option('--product <name>', 'only events that this product could not take', parseText)
    .option('--source <topic>', 'only events of this topic', parseText)
    .option('--owner <owner>', 'only events that this owner must look at', parseText)
    .option('--reason <text>', 'only events whose reason holds this text, in capitals or not', parseText)
    .option('--limit <count>', 'most events to list; all are counted', parseCount, 100)
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(eventsOption())
    .addOption(embeddedBrokersOption())
    .addOption(formatOption())
    .action(async ({ limit, format, product, source, owner, reason, ...options }) => {
      const filter = { product, source, owner, reason };
      const listing = await withDatabase(options, context, async (database) => {
        await assertCurrent(database);
        const found = await readParked(database, filter, limit);
        // What is parked is listed whatever the project is like today.
        if (found.total + found.setAside.length === 0)
          await assertParkedFilter(database, filter, () => loadProject(options.project));
        return found;
      });
      const isSome = Object.values(filter).some((one) => one !== undefined);
      context.stdout.write(
        format === 'json' ? `${JSON.stringify(listing)}\n` : formatParked(listing, isSome),
      );
    });
  return listProblems(command);
}
