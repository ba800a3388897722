/** What a command's exit code says: good, found problems or failed, unusable arguments. */
export const ExitCode = { good: 0, problems: 1, usage: 2 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
