import { contractSites } from '../../declarations/sites.ts';
import type { ContractSite } from '../../declarations/sites.ts';
import type { Place } from '../../../errors/Problem.ts';
import { versionedTypeName } from '../../names.ts';
import type { Finding, Rule } from '../Rule.ts';

// What is made beside each contract type; see section "What a consumer sees" of the API's documentation.
const generated = ['', 'Where', 'OrderBy', 'Connection', 'Edge', 'Change'] as const;

interface NamedType {
  readonly name: string;
  readonly owner: string;
  readonly place: Place;
}

/** After suffixing, every type in the schema of a caller who may see everything has a name of its own. */
export const typeNameClash: Rule = {
  id: 'type-name-clash',
  *check(declarations): Iterable<Finding> {
    const taken = new Map<string, string>();
    for (const { name } of declarations.sharedTypes.values()) taken.set(name, 'schema/shared.graphql');
    for (const site of contractSites(declarations)) {
      for (const { name, owner, place } of namesOf(site)) {
        const other = taken.get(name);
        taken.set(name, owner);
        // The same name twice in one file is `repeated-type-name`'s.
        if (other === undefined || other === owner) continue;
        yield {
          at: place,
          message: `Type ${name} of ${owner} is also a type of ${other}.`,
          fix: 'Rename one of the two: type names get the version behind them and must then differ.',
        };
      }
    }
  },
};

function namesOf({ contract, type }: ContractSite): readonly NamedType[] {
  return contract.graphql.types.flatMap(({ name, place }) => {
    const versioned = versionedTypeName(name, contract.version);
    const suffixes = name === type.name ? generated : ([''] as const);
    return suffixes.map((suffix) => ({ name: `${versioned}${suffix}`, owner: contract.id, place }));
  });
}
