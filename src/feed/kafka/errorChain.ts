const deepestCause = 5;

/** An error with those that led to it, and those that it stands for. */
export function* errorChain(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > deepestCause) return;
  yield error;
  if ('errors' in error && Array.isArray(error.errors)) {
    for (const one of error.errors) yield* errorChain(one, depth + 1);
  }
  yield* errorChain(error.cause, depth + 1);
}
