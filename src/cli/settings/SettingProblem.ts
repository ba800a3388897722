/** Something that is missing or wrong in the settings of a command. */
export interface SettingProblem<Name extends string = string> {
  /** The settings that it is about; several where one of them has to change. */
  readonly settings: readonly Name[];
  /** What is wrong, as the end of a sentence that begins with the settings; never a value that may be a secret. */
  readonly reason: string;
}

/**
 * What Commander can't know of a command's settings. It is asked before the action, and so for settings of which some may
 * be missing.
 */
export type SettingsCheck<Settings> = (
  settings: Partial<Settings>,
) =>
  | readonly SettingProblem<string & keyof Settings>[]
  | Promise<readonly SettingProblem<string & keyof Settings>[]>;
