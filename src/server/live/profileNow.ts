import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { Caller } from '../../policy/Caller.ts';
import type { Servings } from '../graphql/Servings.ts';

/** What a caller may see by now; undefined for nothing at all. */
export function profileNow(servings: Servings, caller: Caller): AccessProfile | undefined {
  try {
    return servings.profileOf(caller);
  } catch (error) {
    if (error instanceof ConcordatError) return undefined;
    throw error;
  }
}
