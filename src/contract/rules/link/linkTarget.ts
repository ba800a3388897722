import { contractFileOfId } from '../../declarations/projectPaths.ts';
import { linkSites } from './linkSites.ts';
import type { Rule } from '../Rule.ts';

/** A link leads to a contract version that there is. */
export const linkTarget: Rule = {
  id: 'link-target',
  *check(declarations) {
    for (const { at, to, target } of linkSites(declarations)) {
      if (target || declarations.unreadable.has(contractFileOfId(to))) continue;
      yield {
        at,
        message: `There is no contract version ${to}.`,
        fix: 'Name a contract version of this project, e.g. to: "name@1".',
      };
    }
  },
};
