import { ConcordatError } from '../../errors/ConcordatError.ts';
import { forbidden } from '../forbidden.ts';

/**
 * The purpose of a request: the one of the token's that the header `x-concordat-purpose` names, or the token's only one.
 * The header can narrow and never widen.
 *
 * @throws ConcordatError FORBIDDEN when the header names another purpose; PURPOSE_REQUIRED when there is a choice
 */
export function choosePurpose(purposes: readonly string[], header: string | undefined): string {
  if (header !== undefined) {
    if (purposes.includes(header)) return header;
    throw forbidden();
  }
  const [only, ...others] = purposes;
  if (only !== undefined && others.length === 0) return only;
  throw new ConcordatError(
    'PURPOSE_REQUIRED',
    `Your token allows several purposes: ${purposes.join(', ')}. Say which one this request is for.`,
    { fix: 'Send the header "x-concordat-purpose" with one of them.' },
  );
}
