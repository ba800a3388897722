/** What data can do to a statement, as a regular expression: data exceptions, constraints, limits of size, and what the statement raises itself. */
export const dataErrors = '^(22|23|54|P0001)';

/** Whether it is the data that a statement failed by, and not the statement. */
export function isDataError(sqlState: string): boolean {
  return new RegExp(dataErrors).test(sqlState);
}
