import type { DocumentNode } from 'graphql';
import type { ProjectFiles } from '../../config/ProjectFiles.ts';
import type { SqlFile } from '../model.ts';
import { contractId } from '../names.ts';
import type { DirectiveReader } from '../vocabulary/DirectiveReader.ts';
import type { DirectiveName } from '../vocabulary/directiveShapes.ts';
import type { GraphqlDeclaration, ObjectDeclaration, TypeDeclaration } from './GraphqlDeclaration.ts';
import type {
  ContractDeclaration,
  ProductDeclaration,
  ReconciliationDeclaration,
} from './ProjectDeclarations.ts';
import { contractSqlFile, declaredPath, productFile, reconciliationFile } from './projectPaths.ts';
import { readGraphqlDeclaration } from './readGraphqlDeclaration.ts';

export interface ReadContext {
  readonly files: ProjectFiles;
  readonly directives: DirectiveReader;
  readonly sharedTypes: ReadonlyMap<string, TypeDeclaration>;
}

export interface ReadParts {
  readonly contracts: readonly ContractDeclaration[];
  readonly products: readonly ProductDeclaration[];
  readonly reconciliations: readonly ReconciliationDeclaration[];
}

/** Reads what the parsed files declare by their paths; contracts in the order of name and version. */
export function readParts(documents: ReadonlyMap<string, DocumentNode>, context: ReadContext): ReadParts {
  const contracts: ContractDeclaration[] = [];
  const products: ProductDeclaration[] = [];
  const reconciliations: ReconciliationDeclaration[] = [];
  const sql = (file: string): SqlFile | undefined => {
    const text = context.files.get(file);
    return text === undefined ? undefined : { file, text };
  };
  for (const [file, document] of [...documents].toSorted(([a], [b]) => compareNames(a, b))) {
    const path = declaredPath(file);
    if (!path) continue;
    const graphql = readGraphqlDeclaration(file, document, context.sharedTypes, context.directives);
    const { name } = path;
    if (path.kind === 'contract') {
      const { version } = path;
      const type = only(annotated(graphql, 'contract', context));
      const id = contractId(name, version);
      contracts.push({ id, name, version, graphql, type, sql: sql(contractSqlFile(name, version)) });
    } else if (path.kind === 'product') {
      const tables = annotated(graphql, 'product', context);
      products.push({ name, graphql, tables, sql: sql(productFile(name, 'project.sql')) });
    } else {
      reconciliations.push({
        name,
        graphql,
        type: only(annotated(graphql, 'reconciliation', context)),
        resolveSql: sql(reconciliationFile(name, 'resolve.sql')),
        exceptionsSql: sql(reconciliationFile(name, 'exceptions.sql')),
      });
    }
  }
  contracts.sort((a, b) => compareNames(a.name, b.name) || a.version - b.version);
  return { contracts, products, reconciliations };
}

function annotated(
  graphql: GraphqlDeclaration,
  directive: DirectiveName,
  { directives }: ReadContext,
): readonly ObjectDeclaration[] {
  return graphql.types.flatMap((type) =>
    type.kind === 'OBJECT' && directives.has(type.node, directive) ? [type] : [],
  );
}

function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}

// By code point: the same order on every machine.
function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
