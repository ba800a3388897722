const longestName = 100;

/** The name of an operation as the log has it: a caller may give one as long as it likes. */
export function loggedName(name: string): string {
  return name.slice(0, longestName);
}
