/** What stands under a key of an answer. */
export interface FieldWriter<Source> {
  readonly key: string;
  /** Undefined where only GraphQL's execution can tell. */
  readonly write: (source: Source) => unknown;
}

/** An object of an answer; undefined where one of its fields is. */
export function writeFields<Source>(
  writers: readonly FieldWriter<Source>[],
  source: Source,
): Readonly<Record<string, unknown>> | undefined {
  const written: Record<string, unknown> = {};
  for (const { key, write } of writers) {
    const value = write(source);
    if (value === undefined) return undefined;
    written[key] = value;
  }
  return written;
}

/** All of them; undefined where one is. */
export function allDefined<T>(values: readonly (T | undefined)[] | undefined): readonly T[] | undefined {
  return values?.every((value) => value !== undefined) === true ? values : undefined;
}
