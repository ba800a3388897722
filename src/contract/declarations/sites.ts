import type { FieldDeclaration, GraphqlDeclaration, ObjectDeclaration } from './GraphqlDeclaration.ts';
import type { ContractDeclaration, ProjectDeclarations } from './ProjectDeclarations.ts';
import { productFile } from './projectPaths.ts';

/** The one contract type of a contract's file. */
export interface ContractSite {
  readonly contract: ContractDeclaration;
  readonly type: ObjectDeclaration;
  readonly file: string;
}

/** A field that consumers may see: of a contract, of a type nested in one, or of a shared type. */
export interface FieldSite {
  readonly field: FieldDeclaration;
  /** The type that the field belongs to. */
  readonly type: ObjectDeclaration;
  readonly file: string;
  /** The contract whose file it stands in; undefined for shared types. */
  readonly contract: ContractDeclaration | undefined;
  /** Whether it is a field of the contract itself, with a column of its own. */
  readonly topLevel: boolean;
}

/** A type whose rows have an identity. */
export interface KeyedSite {
  readonly kind: 'contract' | 'product' | 'reconciliation';
  readonly type: ObjectDeclaration;
  readonly file: string;
}

/** Every GraphQL file that could be read. */
export function graphqlFiles(declarations: ProjectDeclarations): readonly GraphqlDeclaration[] {
  const { shared, contracts, products, reconciliations } = declarations;
  return [
    ...(shared ? [shared] : []),
    ...[...contracts, ...products, ...reconciliations].map((one) => one.graphql),
  ];
}

export function contractSites({ contracts }: ProjectDeclarations): readonly ContractSite[] {
  return contracts.flatMap((contract) =>
    contract.type ? [{ contract, type: contract.type, file: contract.graphql.file }] : [],
  );
}

export function consumerFields({ shared, contracts }: ProjectDeclarations): readonly FieldSite[] {
  const fieldsOf = (graphql: GraphqlDeclaration, contract?: ContractDeclaration): FieldSite[] =>
    objectTypes(graphql).flatMap((type) =>
      type.fields.map((field) => ({
        field,
        type,
        file: graphql.file,
        contract,
        topLevel: type === contract?.type,
      })),
    );
  return [
    ...(shared ? fieldsOf(shared) : []),
    ...contracts.flatMap((contract) => fieldsOf(contract.graphql, contract)),
  ];
}

export function keyedSites(declarations: ProjectDeclarations): readonly KeyedSite[] {
  return [
    ...contractSites(declarations).map(({ type, file }) => ({ kind: 'contract' as const, type, file })),
    ...declarations.products.flatMap(({ tables, graphql }) =>
      tables.map((type) => ({ kind: 'product' as const, type, file: graphql.file })),
    ),
    ...declarations.reconciliations.flatMap(({ type, graphql }) =>
      type ? [{ kind: 'reconciliation' as const, type, file: graphql.file }] : [],
    ),
  ];
}

export function objectTypes(graphql: GraphqlDeclaration): readonly ObjectDeclaration[] {
  return graphql.types.flatMap((type) => (type.kind === 'OBJECT' ? [type] : []));
}

export function fieldNamed(type: ObjectDeclaration, name: string): FieldDeclaration | undefined {
  return type.fields.find((field) => field.name === name);
}

/** The table `product.table`. */
export function productTable(
  { products, directives }: ProjectDeclarations,
  product: string,
  table: string,
): ObjectDeclaration | undefined {
  return products
    .find((other) => other.name === product)
    ?.tables.find((type) => directives.one(type.node, 'product')?.args.table === table);
}

/**
 * Whether `product.table` is declared, or may be: where the product's file cannot be read or one of its tables does not
 * say its name, that is the problem and not those who refer to it.
 */
export function mayBeTable(declarations: ProjectDeclarations, product: string, table: string): boolean {
  const { products, directives, unreadable } = declarations;
  if (unreadable.has(productFile(product, 'product.graphql'))) return true;
  const tables = products.find((other) => other.name === product)?.tables ?? [];
  return (
    productTable(declarations, product, table) !== undefined ||
    tables.some((type) => !directives.one(type.node, 'product'))
  );
}
