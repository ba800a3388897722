import { ConcordatError } from '../../errors/ConcordatError.ts';
import { SqlFailure } from '../../storage/SqlFailure.ts';
import { operatorText, type OperatorText } from './operatorText.ts';

/**
 * What a log may say of an error: its kind and where it came from, never anything that holds a value. Of the few whose messages
 * cannot hold one, the message and what to do instead of where it came from.
 */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly fix?: string;
  /** The declared name that the error is about, e.g. a field. */
  readonly subject?: string;
  /** SQLSTATE and the names that Postgres gives with it. */
  readonly database?: Readonly<Record<string, string>>;
  /** Where it was thrown; only of the last in a chain of causes, which those before it repeat. */
  readonly frames?: readonly string[];
  readonly cause?: ErrorDescription;
}

/** What the driver's own errors have beside their messages; `detail`, `where` and `hint` hold values of rows. */
const databaseNames = ['severity', 'schema', 'table', 'column', 'dataType', 'constraint', 'routine'] as const;
const deepestCause = 5;
const mostFrames = 12;

/** Describes an error without any text that could hold a value (attacks 23 and 25). */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}` };
  const code = nameIn(error, 'code');
  const database = databaseOf(error);
  const text = operatorText(error);
  return {
    name: error.constructor.name,
    ...(code !== undefined && { code }),
    ...(error instanceof ConcordatError && error.subject !== undefined && { subject: error.subject }),
    ...(Object.keys(database).length > 0 && { database }),
    ...(text === undefined ? originOf(error, depth) : said(text)),
  };
}

function originOf(error: Error, depth: number): Pick<ErrorDescription, 'cause' | 'frames'> {
  const cause = 'originalError' in error ? (error.originalError ?? error.cause) : error.cause;
  return cause !== undefined && depth < deepestCause
    ? { cause: describeError(cause, depth + 1) }
    : { frames: framesOf(error) };
}

function said({ message, fix }: OperatorText): Pick<ErrorDescription, 'message' | 'fix'> {
  return { message, ...(fix !== undefined && { fix }) };
}

function databaseOf(error: Error): Readonly<Record<string, string>> {
  const source = error instanceof SqlFailure ? error.details : error;
  const names = error instanceof SqlFailure ? Object.keys(error.details) : databaseNames;
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = nameIn(source, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** A property that is a name and not prose: one word, so that no message passes for one. */
function nameIn(source: object, property: string): string | undefined {
  const text: unknown = Reflect.get(source, property);
  return typeof text === 'string' && /^[\w$]{1,100}$/.test(text) ? text : undefined;
}

/** The stack without its first lines, which repeat the message. */
function framesOf(error: Error): readonly string[] {
  return (
    (error.stack ?? '')
      // A message of several lines can look like frames.
      .replace(error.message, '')
      .split('\n')
      .filter((line) => /^ {4}at .*(?::\d+:\d+|native|<anonymous>)\)?$/.test(line))
      .slice(0, mostFrames)
      .map((line) => line.trim())
  );
}
