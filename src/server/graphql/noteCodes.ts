import type { GraphQLFormattedError } from 'graphql';
import { requestState } from '../http/requestState.ts';

type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** Notes the codes of the errors that a caller is shown, for counting. */
export function noteCodes(formatError: FormatError): FormatError {
  return (formatted, error) => {
    const shown = formatError(formatted, error);
    const code = shown.extensions?.['code'];
    if (typeof code === 'string') requestState.getStore()?.codes.add(code);
    return shown;
  };
}
