import { contractSites } from '../../declarations/sites.ts';
import { versionedTypeName } from '../../names.ts';
import type { Rule } from '../Rule.ts';

// What is made beside each contract type; see section "What a consumer sees" of the API's documentation.
const made = ['', 'Where', 'OrderBy', 'Connection', 'Edge', 'Change'] as const;

/** After suffixing, every type in the schema of a caller who may see everything has a name of its own. */
export const typeNameClash: Rule = {
  id: 'type-name-clash',
  *check(declarations) {
    const taken = new Map<string, string>();
    for (const { name } of declarations.sharedTypes.values()) taken.set(name, 'schema/shared.graphql');
    for (const { contract, type } of contractSites(declarations)) {
      for (const { name, place } of contract.graphql.types) {
        const versioned = versionedTypeName(name, contract.version);
        const names = name === type.name ? made.map((suffix) => versioned + suffix) : [versioned];
        // The same name twice in one file is `repeated-type-name`'s.
        const clash = names.find((each) => (taken.get(each) ?? contract.id) !== contract.id);
        const other = taken.get(clash ?? '');
        for (const each of names) taken.set(each, contract.id);
        if (clash === undefined || other === undefined) continue;
        yield {
          at: place,
          message: `Type ${clash} of ${contract.id} is also a type of ${other}.`,
          fix: 'Rename one of the two: type names get the version behind them and must then differ.',
        };
      }
    }
  },
};
