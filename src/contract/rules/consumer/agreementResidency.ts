import { listNames } from '../listNames.ts';
import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

/** An agreement for some regions is about a contract that says where its rows reside, and covers rows of it. */
export const agreementResidency: Rule = {
  id: 'agreement-residency',
  *check(declarations) {
    const { directives } = declarations;
    for (const { consumer, agreement, contract } of agreementSites(declarations)) {
      const { regions } = agreement;
      if (regions === undefined || regions === 'ALL' || !contract?.type) continue;
      const { node } = contract.type;
      const at = agreement.placeOf('regions');
      const may = `${consumer.name} may see ${listNames(regions)} only`;
      if (!directives.has(node, 'residency')) {
        yield {
          at,
          message: `${may}, but ${contract.id} does not say where its rows reside.`,
          fix: 'Add @residency to the contract, or write "regions: ALL".',
        };
        continue;
      }
      const { by, in: region } = directives.one(node, 'residency')?.args ?? {};
      // Both at once is a mistake of the contract, and reported there.
      if (region === undefined || by !== undefined || regions.includes(region)) continue;
      yield {
        at,
        message: `${may}, but every row of ${contract.id} resides in ${region}.`,
        fix: `Add ${region} to the regions, or remove the agreement: it covers no row.`,
      };
    }
  },
};
