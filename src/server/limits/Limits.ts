/**
 * What one request may ask for at most. Every limit is refused with LIMIT_EXCEEDED, and before anything is executed but
 * for what only the rows tell: values of lists within them, rows behind them, and bytes.
 */
export interface Limits {
  /** Size of a request's body, in bytes. */
  readonly bodyBytes: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Levels of fields, fragments not counted; introspection by `__schema` is limited by graphql-js itself. */
  readonly depth: number;
  /** Aliases of an operation, after its fragments are spread. */
  readonly aliases: number;
  /** Directives of a document, each place of use counted. */
  readonly directives: number;
  /** Fields of an operation, after its fragments are spread. */
  readonly fields: number;
  /** Root fields of an operation, after its fragments are spread. */
  readonly rootFields: number;
  /** Levels of lists and objects inside one another in the variables. */
  readonly variableDepth: number;
  /**
   * Rows that an operation may ask for: `first` of a list times what is nested in it. Contracts of the catalog and the lists
   * of objects within a row count too, for each alias.
   */
  readonly rows: number;
  /** Values that an answer may hold, counted before execution where that is known and while it runs where it is not. */
  readonly values: number;
  /** Rows that may be read behind an operation's rows: source events with the product rows that they made, exceptions, and rows of exceptions. */
  readonly rowsBehind: number;
  /** Size of an answer, in bytes. */
  readonly answerBytes: number;
}

/** Wide enough for what people and generated clients write, and far below what hurts. */
export const defaultLimits: Limits = {
  bodyBytes: 512 * 1024,
  tokens: 4_000,
  depth: 12,
  aliases: 50,
  directives: 50,
  fields: 1_000,
  rootFields: 20,
  variableDepth: 64,
  rows: 5_000,
  // 500 rows with all that stands behind them may hold 200,000, which take some 200 ms to write.
  values: 250_000,
  rowsBehind: 50_000,
  answerBytes: 16 * 1024 * 1024,
};
