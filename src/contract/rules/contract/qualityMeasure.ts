import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A measure of meaning has a name of its own, and a limit that it can stay below. */
export const qualityMeasure: Rule = {
  id: 'quality-measure',
  *check(declarations) {
    for (const { type, file } of contractSites(declarations)) {
      const seen = new Set<string>();
      for (const { args, node } of declarations.directives.all(type.node, 'quality')) {
        if (seen.has(args.id)) {
          yield {
            at: placeOf(file, node),
            message: `Measure "${args.id}" is declared twice.`,
            fix: 'Give each measure an id of its own.',
          };
        }
        seen.add(args.id);
        if (Number.isFinite(args.mustBeLessThan)) continue;
        yield {
          at: placeOf(file, node),
          message: `The limit of measure "${args.id}" is too large to be a number.`,
          fix: 'Give in "mustBeLessThan" the number that the measure stays below.',
        };
      }
    }
  },
};
