import type { GraphQLSchema } from 'graphql';
import type { ProjectFiles } from '../../config/ProjectFiles.ts';
import type { SqlFile } from '../model.ts';
import type { DirectiveReader } from '../vocabulary/DirectiveReader.ts';
import type { ConsumerDeclaration } from './ConsumerDeclaration.ts';
import type { GraphqlDeclaration, ObjectDeclaration, TypeDeclaration } from './GraphqlDeclaration.ts';
import type { TopicDeclaration } from './TopicDeclaration.ts';

/** `schema/contracts/<name>/v<version>.graphql` with its `.sql`. */
export interface ContractDeclaration {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly graphql: GraphqlDeclaration;
  /** The type with `@contract`, when the file has exactly one. */
  readonly type: ObjectDeclaration | undefined;
  readonly sql: SqlFile | undefined;
}

/** `schema/products/<name>/`. */
export interface ProductDeclaration {
  readonly name: string;
  readonly graphql: GraphqlDeclaration;
  /** The types with `@product`. */
  readonly tables: readonly ObjectDeclaration[];
  readonly sql: SqlFile | undefined;
}

/** `schema/reconciliations/<name>/`. */
export interface ReconciliationDeclaration {
  readonly name: string;
  readonly graphql: GraphqlDeclaration;
  /** The type with `@reconciliation`, when the file has exactly one. */
  readonly type: ObjectDeclaration | undefined;
  readonly resolveSql: SqlFile | undefined;
  readonly exceptionsSql: SqlFile | undefined;
}

/**
 * A project as its authors wrote it, right or wrong: what the rules look at. A file that cannot be parsed is in
 * `unreadable` and nowhere else.
 */
export interface ProjectDeclarations {
  readonly files: ProjectFiles;
  readonly unreadable: ReadonlySet<string>;
  readonly vocabulary: GraphQLSchema;
  readonly directives: DirectiveReader;
  /** `schema/shared.graphql`; undefined when missing or unreadable. */
  readonly shared: GraphqlDeclaration | undefined;
  /** Types of `schema/shared.graphql` by name; empty when that is missing. */
  readonly sharedTypes: ReadonlyMap<string, TypeDeclaration>;
  readonly contracts: readonly ContractDeclaration[];
  readonly products: readonly ProductDeclaration[];
  readonly reconciliations: readonly ReconciliationDeclaration[];
  readonly consumers: readonly ConsumerDeclaration[];
  readonly topics: readonly TopicDeclaration[];
}
