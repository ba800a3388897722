/** What a log may say of an error: its kind and where it came from, never its message or anything that holds a value. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  /** Names that Postgres gives with an error. Its message, detail, where and hint can hold values of rows. */
  readonly database?: Readonly<Record<string, string>>;
  readonly frames: readonly string[];
  readonly cause?: ErrorDescription;
}

const databaseNames = ['severity', 'schema', 'table', 'column', 'dataType', 'constraint', 'routine'] as const;
const deepestCause = 5;
const mostFrames = 12;

/** Describes an error without any text that could hold a value (attacks 23 and 25). */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}`, frames: [] };
  const code = textOf(error, 'code');
  const database = Object.fromEntries(
    databaseNames.flatMap((name) => {
      const text = textOf(error, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
  const cause = 'originalError' in error ? (error.originalError ?? error.cause) : error.cause;
  return {
    name: error.constructor.name,
    ...(code !== undefined && { code }),
    ...(Object.keys(database).length > 0 && { database }),
    frames: framesOf(error),
    ...(cause !== undefined && depth < deepestCause && { cause: describeError(cause, depth + 1) }),
  };
}

/** A property that is a name and not prose: one word, so that no message passes for one. */
function textOf(error: Error, property: string): string | undefined {
  const text: unknown = Reflect.get(error, property);
  return typeof text === 'string' && /^[\w$]{1,100}$/.test(text) ? text : undefined;
}

/** The stack without its first lines, which repeat the message. */
function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at .*(?::\d+:\d+|native|<anonymous>)\)?$/.test(line))
    .slice(0, mostFrames)
    .map((line) => line.trim());
}
