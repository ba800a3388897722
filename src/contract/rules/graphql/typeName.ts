import { sharedFile } from '../../declarations/projectPaths.ts';
import { graphqlFiles } from '../../declarations/sites.ts';
import { reservedTypeNames } from '../../reservedTypeNames.ts';
import type { Rule } from '../Rule.ts';

const pascalCase = /^[A-Z][a-zA-Z0-9]*$/;

/** Types are in PascalCase, so that the names of queries follow from them; a shared type has no name of the gateway's. */
export const typeName: Rule = {
  id: 'type-name',
  *check(declarations) {
    for (const { file, types } of graphqlFiles(declarations)) {
      for (const { name, place } of types) {
        if (!pascalCase.test(name)) {
          yield {
            at: place,
            message: `Type name ${name} is not in PascalCase.`,
            fix: 'Write it with capitals and without underscores, like TypeName.',
          };
        } else if (file === sharedFile && (reservedTypeNames.has(name) || name.endsWith('Filter'))) {
          yield {
            at: place,
            message: `Type name ${name} is the gateway's own.`,
            fix: 'Name it otherwise; types of contracts get their version behind the name, shared ones do not.',
          };
        }
      }
    }
  },
};
