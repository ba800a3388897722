import type { Option } from '@commander-js/extra-typings';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { SettingProblem } from './SettingProblem.ts';

/** One line a problem, in the order of `--help`: the flag and variable to set, what they are for, and what is wrong. */
export function unusableSettings(
  command: string,
  options: readonly Option[],
  problems: readonly SettingProblem[],
): ConcordatError {
  const placeOf = (name: string): number => options.findIndex((option) => option.attributeName() === name);
  const lines = problems
    .map(({ settings, reason }) => ({ places: settings.map(placeOf).toSorted((a, b) => a - b), reason }))
    .toSorted(({ places: [left = 0] }, { places: [right = 0] }) => left - right)
    .map(({ places, reason }) => {
      const ways = places.flatMap((place) => options[place] ?? []).map(describe);
      return `- ${ways.join(' or ')} ${reason}`;
    });
  const count = problems.length === 1 ? 'A setting is' : `${problems.length} settings are`;
  return new ConcordatError(
    'CONFIGURATION_INVALID',
    `${count} missing or cannot be used:\n${lines.join('\n')}`,
    {
      fix: `Set each by its flag or its environment variable; "concordat ${command} --help" shows all of them.`,
    },
  );
}

function describe({ flags, envVar, description }: Option): string {
  return `${[flags, ...(envVar === undefined ? [] : [envVar])].join(', ')} (${description})`;
}
