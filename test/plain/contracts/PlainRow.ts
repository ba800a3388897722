/** A contract row under its GraphQL field names; decimals as text, times in ISO 8601 and UTC, nothing as null. */
export type PlainRow = Readonly<Record<string, unknown>>;
