import type { ObjectDeclaration } from '../declarations/GraphqlDeclaration.ts';
import type { ProductDeclaration, ProjectDeclarations } from '../declarations/ProjectDeclarations.ts';
import { productFile } from '../declarations/projectPaths.ts';
import type { Product, ProductTable, Source } from '../model.ts';
import { splitNames } from '../splitNames.ts';
import { buildSqlFile } from './buildSqlFile.ts';
import { buildInternalField, buildValueType, describe } from './buildTypes.ts';
import type { TypeContext } from './buildTypes.ts';
import { checked } from './checked.ts';
import { topicSource } from './topicSource.ts';

/** The model of a data product whose declaration every rule has passed. */
export function buildProduct(declaration: ProductDeclaration, declarations: ProjectDeclarations): Product {
  const { name, graphql, tables, sql } = declaration;
  const context: TypeContext = { directives: declarations.directives, rename: (typeName) => typeName };
  return {
    name,
    tables: tables.map((type) => buildTable(name, type, context, declarations)),
    ...(sql && { projectSql: buildSqlFile(sql) }),
    types: new Map(
      graphql.types
        .filter((type) => type.kind === 'ENUM' || !tables.includes(type))
        .map((type) => [type.name, buildValueType(type, context)]),
    ),
  };
}

function buildTable(
  product: string,
  type: ObjectDeclaration,
  context: TypeContext,
  { files }: ProjectDeclarations,
): ProductTable {
  const { directives } = context;
  const { args } = checked(directives.one(type.node, 'product'), '@product');
  const fields = type.fields.map((field) => buildInternalField(field, context));
  const key = splitNames(checked(directives.one(type.node, 'key'), '@key').args.fields);
  return {
    product,
    table: args.table,
    description: describe(type),
    owner: args.owner,
    authority: args.authority,
    freshness: args.freshness,
    deprecationPolicy: args.deprecation,
    key: key.map((name) =>
      checked(
        fields.find((field) => field.name === name),
        `key field ${name}`,
      ),
    ),
    fields,
    sources: directives.all(type.node, 'source').map(({ args }): Source => {
      const source = topicSource(args);
      if (source !== undefined) return source;
      const path = productFile(product, checked(args.file, 'source'));
      return { kind: 'file', file: { file: path, text: checked(files.get(path), path) } };
    }),
    place: type.place,
  };
}
