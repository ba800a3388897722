/**
 * The name under which an exception's reach notes that a value of a column is too long to be held, without the value. No column
 * that rows are found by has such a name; what policies rule by the column looks for it too (`reachesOthersSql`).
 */
export function unheldColumn(column: string): string {
  return `${column} (not held)`;
}
