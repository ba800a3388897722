import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A deprecated version says when it ends, and no other does. */
export const sunsetWithStatus: Rule = {
  id: 'sunset-with-status',
  *check(declarations) {
    const { directives } = declarations;
    for (const { type, file } of contractSites(declarations)) {
      const contract = directives.one(type.node, 'contract');
      if (!contract) continue;
      const deprecated = contract.args.status === 'DEPRECATED';
      const sunset = directives.has(type.node, 'sunset');
      if (deprecated && !sunset) {
        yield {
          at: placeOf(file, contract.node),
          message: `${type.name} is DEPRECATED but does not say until when it is served.`,
          fix: 'Add @sunset(deprecatedOn: "2026-09-01", on: "2027-09-01", reason: "…").',
        };
      }
      const [usage] = directives.all(type.node, 'sunset');
      if (!deprecated && usage) {
        yield {
          at: placeOf(file, usage.node),
          message: `${type.name} has a sunset but is not DEPRECATED.`,
          fix: 'Set "status: DEPRECATED" in @contract, or remove @sunset.',
        };
      }
    }
  },
};
