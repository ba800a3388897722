import { listNames } from './rules/listNames.ts';
import type { Contract, Project } from './model.ts';

/** The last day on which a contract version is served; undefined while no end is in sight. */
function lastDay({ expires, sunset }: Contract): string | undefined {
  // ISO dates compare as text.
  return [expires, sunset?.on].filter((day) => day !== undefined).toSorted()[0];
}

/**
 * What a project declares that is over on a day, a sentence each. It is no problem: time passes by itself, and what has ended
 * is not served.
 *
 * @param today - ISO date, UTC
 */
export function lapsedDates({ contracts, consumers }: Project, today: string): readonly string[] {
  const over = new Map(
    contracts.flatMap((contract): [string, string][] => {
      const end = lastDay(contract);
      return end === undefined || today <= end ? [] : [[contract.id, end]];
    }),
  );
  const ended = consumers.flatMap(({ name, agreements }) =>
    agreements
      // Those about a contract that is over ended with it, or before.
      .filter(({ contract, until }) => until < today && !over.has(contract))
      .map(
        ({ contract, purposes, until }) =>
          `The agreement of ${name} about ${contract} for ${listNames(purposes)} held until ${until}.`,
      ),
  );
  return [...Array.from(over, ([id, end]) => `${id} was served until ${end}, and is no more.`), ...ended];
}
