import {
  type Command,
  InvalidArgumentError,
  type Option,
  type OptionValues,
} from '@commander-js/extra-typings';
import type { SettingProblem, SettingsCheck } from './SettingProblem.ts';
import { unusableSettings } from './unusableSettings.ts';

type Parse = NonNullable<Option['parseArg']>;

/**
 * Makes a command list everything that is missing or wrong in its settings at once, before its action; Commander by itself
 * stops at the first, and quotes the value, which may be a secret.
 */
export function listProblems<Args extends unknown[], Settings extends OptionValues>(
  command: Command<Args, Settings>,
  check: SettingsCheck<Settings> = () => [],
): Command<Args, Settings> {
  const needed = command.options.filter(({ mandatory }) => mandatory);
  const unusable = new Map<string, string>();
  for (const option of command.options) {
    option.makeOptionMandatory(false);
    if (option.parseArg === undefined) continue;
    option.parseArg = lenient(option.parseArg, (reason) => unusable.set(option.attributeName(), reason));
  }
  return command.hook('preAction', async (self) => {
    const settings = self.opts();
    const refused = Array.from(unusable, ([name, reason]): SettingProblem => {
      const isVariable = self.getOptionValueSource(name) === 'env';
      return {
        settings: [name],
        reason: `cannot be used${isVariable ? ' as the variable has it' : ''}: ${reason}`,
      };
    });
    const missing = needed
      .map((option) => option.attributeName())
      .filter((name) => settings[name] === undefined)
      .map((name): SettingProblem => ({ settings: [name], reason: 'is missing.' }));
    const further: readonly SettingProblem[] = await check(settings);
    const known = new Set([...refused, ...missing].flatMap((problem) => problem.settings));
    const problems = [
      ...refused,
      ...missing,
      ...further.filter((problem) => !problem.settings.some((name) => known.has(name))),
    ];
    if (problems.length > 0) throw unusableSettings(self.name(), self.options, problems);
  });
}

/** A parser that reports what it refuses and leaves the setting as it was. */
function lenient(parse: Parse, report: (reason: string) => void): Parse {
  return (text, previous) => {
    try {
      return parse(text, previous);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      report(error.message);
      return previous;
    }
  };
}
