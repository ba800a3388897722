import { type ExecutionResult, GraphQLError } from 'graphql';

interface ToldError {
  readonly message: string;
}

function isToldError(value: unknown): value is ToldError & Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}

/** An error that was formatted already; it is told as it is. */
class FormattedError extends GraphQLError {
  readonly #told: ToldError;

  constructor(told: ToldError) {
    super(told.message);
    this.#told = told;
  }

  override toJSON(): ToldError {
    return this.#told;
  }
}

/** A GraphQL response, parsed, as the result that graphql-ws sends on. */
export function asResult(response: unknown): ExecutionResult {
  if (typeof response !== 'object' || response === null) throw new Error('a response that is no object');
  const { errors, ...rest } = { errors: undefined, ...response };
  const told: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const formatted = told.filter(isToldError).map((error) => new FormattedError(error));
  return { ...rest, ...(formatted.length === 0 ? {} : { errors: formatted }) };
}
