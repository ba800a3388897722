import { maskedFields } from './maskedFields.ts';
import type { Rule } from '../Rule.ts';

const positive = /^(?=.*[1-9])(0|[1-9]\d*)(\.\d+)?$/;
const whole = /^[1-9]\d*$/;

/** A bucket has a width, and of whole numbers a whole one. */
export const bucketWidth: Rule = {
  id: 'bucket-width',
  *check(declarations) {
    for (const { mask, field, label, at } of maskedFields(declarations)) {
      if (mask.strategy !== 'BUCKET') continue;
      const isWhole = field.type.name === 'Int' || field.type.name === 'BigInt';
      if (mask.width !== undefined && (isWhole ? whole : positive).test(mask.width)) continue;
      yield {
        at,
        message:
          mask.width === undefined
            ? `The mask of ${label} does not say how wide its buckets are.`
            : `"${mask.width}" is no width for ${label}.`,
        fix: `Give a ${isWhole ? 'whole ' : ''}number above 0 as text, e.g. width: "10".`,
      };
    }
  },
};
