import { ConcordatError } from '../../errors/ConcordatError.ts';
import { loggedFailure } from '../../storage/loggedFailure.ts';
import { SqlFailure } from '../../storage/SqlFailure.ts';

/** What a log may say of a message that tells of declared names, columns and numbers of rows, and of a statement that failed. */
function loggedText({ message, cause }: ConcordatError, instead: string): string | undefined {
  if (cause === undefined) return instead;
  return cause instanceof SqlFailure ? loggedFailure(message, cause) : undefined;
}

/**
 * Does a step of a derivation. Where it fails by what the project declares, the error says what of it the log of a pipeline may say:
 * nobody is there to read the message, as where somebody rebuilds.
 *
 * @param instead - what to log where no statement failed, but the message may hold what a statement gave; default the message
 */
export async function tellLog<T>(step: () => Promise<T>, instead?: string): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ConcordatError) || error.code !== 'PROJECT_INVALID') throw error;
    const { code, message, fix, cause } = error;
    const logged = loggedText(error, instead ?? message);
    throw new ConcordatError(code, message, {
      ...{ cause },
      ...(fix !== undefined && { fix }),
      ...(logged !== undefined && { logged }),
    });
  }
}
