import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites, fieldNamed } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/**
 * Residency is one region for all rows, or a field whose value is a region and which is there for everybody who may see
 * the contract.
 */
export const residencyField: Rule = {
  id: 'residency-field',
  *check(declarations) {
    const { directives } = declarations;
    for (const { type, file } of contractSites(declarations)) {
      const residency = directives.one(type.node, 'residency');
      if (!residency) continue;
      const at = placeOf(file, residency.node);
      const { by, in: region } = residency.args;
      if ((by === undefined) === (region === undefined)) {
        yield {
          at,
          message:
            by === undefined
              ? `@residency does not say where rows of ${type.name} reside.`
              : `@residency says twice where rows of ${type.name} reside.`,
          fix: 'Give "by" with the field that holds the region of the row, or "in" with the one region of all rows.',
        };
      }
      if (by === undefined || region !== undefined) continue;
      const field = fieldNamed(type, by);
      if (!field) {
        yield {
          at,
          message: `${type.name} has no field ${by} to reside by.`,
          fix: 'Name the field that holds the region of the row.',
        };
      } else if (field.kind !== 'UNKNOWN' && (field.type.name !== 'Region' || field.type.depth > 0)) {
        yield {
          at,
          message: `${by} is no region.`,
          fix: `Give ${by} the type Region, or name the field that has it.`,
        };
      } else if (directives.has(field.node, 'mask') || directives.has(field.node, 'purpose')) {
        yield {
          at,
          message: `${by} is masked or limited to purposes, so not every consumer could tell where its rows reside.`,
          fix: `Remove @mask and @purpose from ${by}.`,
        };
      }
    }
  },
};
