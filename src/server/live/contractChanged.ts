import { ConcordatError } from '../../errors/ConcordatError.ts';

/** A contract version is another one than the one that a subscription began with. */
export function contractChanged(contractId: string): ConcordatError {
  return new ConcordatError('CONTRACT_CHANGED', `${contractId} is declared otherwise now.`, {
    fix: 'Look at the schema, and subscribe again with `snapshot: true`.',
  });
}
