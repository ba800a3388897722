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
export class FormattedError extends GraphQLError {
  readonly #told: ToldError;

  constructor(told: ToldError) {
    super(told.message);
    this.#told = told;
  }

  override toJSON(): ToldError {
    return this.#told;
  }
}

/** A GraphQL response, parsed, as the result that graphql-ws sends on; of an operation that was not executed its errors. */
export function asResult(response: unknown): ExecutionResult | readonly FormattedError[] {
  if (typeof response !== 'object' || response === null) throw new Error('a response that is no object');
  const { errors, ...rest } = { errors: undefined, ...response };
  const told: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const formatted = told.filter(isToldError).map((error) => new FormattedError(error));
  if (formatted.length > 0 && !('data' in rest)) return formatted;
  return { ...rest, ...(formatted.length === 0 ? {} : { errors: formatted }) };
}
