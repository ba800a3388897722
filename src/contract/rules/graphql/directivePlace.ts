import type { ConstDirectiveNode } from 'graphql';
import { placeOf } from '../../declarations/placeOf.ts';
import type { GraphqlDeclaration, ObjectDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { objectTypes } from '../../declarations/sites.ts';
import type { Finding, Rule } from '../Rule.ts';

type Site = 'contract' | 'product' | 'reconciliation' | 'nested' | 'internal';

/** Where the directives of a kind may stand; the places of others are GraphQL's to check. */
type Sites = ReadonlyMap<string, readonly Site[]>;

const typeSites: Sites = new Map<string, readonly Site[]>([
  ['contract', ['contract']],
  ['key', ['contract', 'product', 'reconciliation']],
  ['sla', ['contract']],
  ['serving', ['contract']],
  ['residency', ['contract']],
  ['rowsOf', ['contract']],
  ['index', ['contract']],
  ['quality', ['contract']],
  ['sunset', ['contract']],
  ['derivedFrom', ['contract', 'reconciliation']],
  ['product', ['product']],
  ['source', ['product']],
  ['reconciliation', ['reconciliation']],
]);

const fieldSites: Sites = new Map<string, readonly Site[]>([
  ['filterable', ['contract']],
  ['sortable', ['contract']],
  ['link', ['contract']],
  ['mask', ['contract', 'nested']],
  ['purpose', ['contract', 'nested']],
]);

const meanings: Readonly<Record<Site, string>> = {
  contract: 'a type with @contract, in the file of a contract',
  product: 'a type with @product, in the file of a product',
  reconciliation: 'a type with @reconciliation, in the file of a reconciliation',
  nested: 'a type nested in a contract',
  internal: 'a nested type',
};

/** A directive that nothing reads where it stands would promise what is not kept. */
export const directivePlace: Rule = {
  id: 'directive-place',
  *check({ shared, contracts, products, reconciliations, directives }) {
    const isMain = (type: ObjectDeclaration, name: 'contract' | 'product' | 'reconciliation') =>
      directives.has(type.node, name);
    if (shared) yield* misplaced(shared, () => 'nested');
    for (const { graphql } of contracts) {
      yield* misplaced(graphql, (type) => (isMain(type, 'contract') ? 'contract' : 'nested'));
    }
    for (const { graphql } of products) {
      yield* misplaced(graphql, (type) => (isMain(type, 'product') ? 'product' : 'internal'));
    }
    for (const { graphql } of reconciliations) {
      yield* misplaced(graphql, (type) => (isMain(type, 'reconciliation') ? 'reconciliation' : 'internal'));
    }
  },
};

function* misplaced(
  graphql: GraphqlDeclaration,
  siteOf: (type: ObjectDeclaration) => Site,
): Iterable<Finding> {
  const types = objectTypes(graphql).map((type) => ({ type, site: siteOf(type) }));
  // A file without its main type is reported as that, and everything in it hangs in the air.
  const isShared = graphql.file.endsWith('/shared.graphql');
  if (!isShared && types.every(({ site }) => site === 'nested' || site === 'internal')) return;
  for (const { type, site } of types) {
    const [first] = wrong(type.node.directives, typeSites, site);
    if (first) yield explain(graphql.file, first, typeSites);
    for (const { node } of type.fields) {
      for (const directive of wrong(node.directives, fieldSites, site)) {
        yield explain(graphql.file, directive, fieldSites);
      }
    }
  }
}

function wrong(
  directives: readonly ConstDirectiveNode[] | undefined,
  sites: Sites,
  site: Site,
): readonly ConstDirectiveNode[] {
  return (directives ?? []).filter(({ name }) => sites.get(name.value)?.includes(site) === false);
}

function explain(file: string, directive: ConstDirectiveNode, sites: Sites): Finding {
  const name = directive.name.value;
  const places = (sites.get(name) ?? []).map((site) => meanings[site]);
  return {
    at: placeOf(file, directive),
    message: `@${name} means nothing here.`,
    fix: `Remove it; it belongs on ${sites === fieldSites ? 'a field of ' : ''}${places.join(', or ')}.`,
  };
}
