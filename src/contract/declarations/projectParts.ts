import type { ObjectDeclaration, GraphqlDeclaration } from './GraphqlDeclaration.ts';
import type { ProjectDeclarations } from './ProjectDeclarations.ts';
import {
  contractFile,
  contractSqlFile,
  declaredPath,
  productFile,
  reconciliationFile,
} from './projectPaths.ts';
import type { DeclaredPath } from './projectPaths.ts';
import { contractId } from '../names.ts';

/** A contract version, a product or a reconciliation: what is declared by files of its own. */
export interface ProjectPart {
  /** As messages name it, e.g. `contract billing_completed_ride@1`. */
  readonly label: string;
  /** The word by which SQL names its tables: their schema, or the table itself. */
  readonly word: string;
  readonly hasFile: (file: string) => boolean;
  /** Undefined when the file cannot be read. */
  readonly graphql: GraphqlDeclaration | undefined;
  /** Its SQL, and what it says that this reads. */
  readonly reads: readonly string[];
}

function identify(path: DeclaredPath): Pick<ProjectPart, 'label' | 'word' | 'hasFile'> {
  const { kind, name } = path;
  if (kind === 'contract') {
    const files = [contractFile(name, path.version), contractSqlFile(name, path.version)];
    return {
      label: `contract ${contractId(name, path.version)}`,
      word: `${name}_v${path.version}`,
      hasFile: (file) => files.includes(file),
    };
  }
  const folder = kind === 'product' ? productFile(name, '') : reconciliationFile(name, '');
  return { label: `${kind} ${name}`, word: name, hasFile: (file) => file.startsWith(folder) };
}

/** Every part of a project, also those whose declaration cannot be read. */
export function projectParts(declarations: ProjectDeclarations): readonly ProjectPart[] {
  const { contracts, products, reconciliations, directives, unreadable } = declarations;
  const sources = (type: ObjectDeclaration | undefined): readonly string[] =>
    (type ? directives.all(type.node, 'derivedFrom') : []).flatMap(({ args }) => [
      args.product ?? '',
      args.reconciliation ?? '',
    ]);
  const measures = (type: ObjectDeclaration | undefined): readonly string[] =>
    (type ? directives.all(type.node, 'quality') : []).map(({ args }) => args.sql);
  return [
    ...contracts.map(({ name, version, graphql, type, sql }) => ({
      ...identify({ kind: 'contract', name, version }),
      graphql,
      reads: [sql?.text ?? '', ...sources(type), ...measures(type)],
    })),
    ...products.map(({ name, graphql, sql }) => ({
      ...identify({ kind: 'product', name }),
      graphql,
      reads: [sql?.text ?? ''],
    })),
    ...reconciliations.map(({ name, graphql, type, resolveSql, exceptionsSql }) => ({
      ...identify({ kind: 'reconciliation', name }),
      graphql,
      reads: [resolveSql?.text ?? '', exceptionsSql?.text ?? '', ...sources(type)],
    })),
    ...[...unreadable].flatMap((file) => {
      const path = declaredPath(file);
      return path ? [{ ...identify(path), graphql: undefined, reads: [] }] : [];
    }),
  ];
}
