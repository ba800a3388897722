import { maskedFields } from './maskedFields.ts';
import type { Rule } from '../Rule.ts';

/** Only buckets have a width. */
export const widthOfBucket: Rule = {
  id: 'width-of-bucket',
  *check(declarations) {
    for (const { mask, label, at } of maskedFields(declarations)) {
      if (mask.width === undefined || mask.strategy === 'BUCKET') continue;
      yield {
        at,
        message: `Mask ${mask.strategy} of ${label} has no width.`,
        fix: 'Remove "width", or use BUCKET.',
      };
    }
  },
};
