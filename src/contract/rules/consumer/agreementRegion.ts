import { agreementSites } from './agreementSites.ts';
import type { Rule } from '../Rule.ts';

/** An agreement names regions of the project. */
export const agreementRegion: Rule = {
  id: 'agreement-region',
  *check(declarations) {
    const region = declarations.sharedTypes.get('Region');
    if (region?.kind !== 'ENUM') return;
    const known = region.values.map((value) => value.name);
    for (const { agreement } of agreementSites(declarations)) {
      if (agreement.regions === undefined || agreement.regions === 'ALL') continue;
      for (const [index, name] of agreement.regions.entries()) {
        if (known.includes(name)) continue;
        yield {
          at: agreement.placeOf('regions', index),
          message: `There is no region ${name}.`,
          fix: `Use ALL, or some of: ${known.join(', ')}.`,
        };
      }
    }
  },
};
