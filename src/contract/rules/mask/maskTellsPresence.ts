import type { MaskStrategy } from '../../model.ts';
import { maskedFields } from './maskedFields.ts';
import type { Rule } from '../Rule.ts';

const coarsening: readonly MaskStrategy[] = ['YEAR', 'MONTH', 'BUCKET'];

/**
 * A mask does not tell whether there is a value. The coarsening ones have no value that could stand for null, so they
 * are for fields that are never null.
 */
export const maskTellsPresence: Rule = {
  id: 'mask-tells-presence',
  *check(declarations) {
    for (const { mask, field, label, at } of maskedFields(declarations)) {
      if (!coarsening.includes(mask.strategy) || field.type.nonNull) continue;
      yield {
        at,
        message: `Mask ${mask.strategy} on ${label} would tell whether there is a value: null cannot be masked by it.`,
        fix: 'Make the field non-null ("!"), or use NULLIFY.',
      };
    }
  },
};
