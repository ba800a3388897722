import type { ContractDeclaration, ProjectDeclarations } from '../declarations/ProjectDeclarations.ts';
import { linesOfText } from '../declarations/linesOfText.ts';
import { contractFile } from '../declarations/projectPaths.ts';
import type { Contract, ContractField, ContractLink, Serving } from '../model.ts';
import { toCamelCase, toSnakeCase, versionedTypeName } from '../names.ts';
import { splitNames } from '../splitNames.ts';
import type { DirectiveReader } from '../vocabulary/DirectiveReader.ts';
import { buildDerivedFrom } from './buildDerivedFrom.ts';
import { buildSqlFile } from './buildSqlFile.ts';
import { buildColumnField, buildValueType, describe } from './buildTypes.ts';
import type { TypeContext } from './buildTypes.ts';
import { checked } from './checked.ts';

/** The model of a contract version whose declaration every rule has passed. */
export function buildContract(
  declaration: ContractDeclaration,
  { directives }: ProjectDeclarations,
): Contract {
  const { id, name, version, graphql, sql } = declaration;
  const type = checked(declaration.type, `contract type in ${contractFile(name, version)}`);
  const { node } = type;
  const { tier, status, settlement, delivery, domain, owner, purposes, expires } = checked(
    directives.one(node, 'contract'),
    '@contract',
  ).args;
  const { freshness, retention, availability } = checked(directives.one(node, 'sla'), '@sla').args;
  const sunset = directives.one(node, 'sunset')?.args;
  const definedBy = directives.one(node, 'definedBy')?.args.source;
  const { by: residency, in: residesIn } = directives.one(node, 'residency')?.args ?? {};

  const own = new Set(graphql.types.map((defined) => defined.name));
  const context: TypeContext = {
    directives,
    rename: (typeName) => (own.has(typeName) ? versionedTypeName(typeName, version) : typeName),
  };
  const valueFields = type.fields.filter((field) => field.kind !== 'LINK');
  const fields = valueFields.map((field) => buildColumnField(field, context));
  const fieldNamed = (fieldName: string): ContractField =>
    checked(
      fields.find((field) => field.name === fieldName),
      `field ${fieldName}`,
    );
  const typeName = versionedTypeName(type.name, version);
  return {
    id,
    name,
    version,
    typeName,
    queryName: toCamelCase(typeName),
    description: describe(type),
    domain,
    owner,
    tier,
    status,
    settlement,
    delivery,
    purposes,
    ...(expires === undefined ? {} : { expires }),
    ...(sunset && {
      sunset: {
        deprecatedOn: sunset.deprecatedOn,
        on: sunset.on,
        ...(sunset.reason === undefined ? {} : { reason: sunset.reason }),
      },
    }),
    ...(definedBy === undefined ? {} : { definedBy }),
    freshness,
    ...(retention === undefined ? {} : { retention }),
    ...(availability === undefined ? {} : { availability }),
    key: splitNames(checked(directives.one(node, 'key'), '@key').args.fields).map(fieldNamed),
    fields,
    links: buildLinks(type.fields, directives),
    types: new Map(
      graphql.types
        .filter((defined) => defined !== type)
        .map((defined) => buildValueType(defined, context))
        .map((built) => [built.name, built]),
    ),
    ...(residency === undefined ? {} : { residency: fieldNamed(residency) }),
    ...(residesIn === undefined ? {} : { residesIn }),
    rowPolicies: directives
      .all(node, 'rowsOf')
      .map(({ args }) => ({ field: fieldNamed(args.field), claim: args.claim })),
    derivedFrom: buildDerivedFrom(type, directives),
    indexes: directives.all(node, 'index').map(({ args }) => args.fields.map(fieldNamed)),
    quality: directives
      .all(node, 'quality')
      .map(({ args, node: usage }) => ({ ...args, sqlLines: linesOfText(graphql.file, usage, 'sql') })),
    serving: buildServing(declaration, directives),
    ...(sql && { sql: buildSqlFile(sql) }),
    place: type.place,
  };
}

function buildLinks(
  fields: NonNullable<ContractDeclaration['type']>['fields'],
  directives: DirectiveReader,
): readonly ContractLink[] {
  return fields
    .filter((field) => field.kind === 'LINK')
    .map((field) => {
      const { to, by } = checked(directives.one(field.node, 'link'), '@link').args;
      const deprecated = directives.one(field.node, 'deprecated')?.args.reason;
      return {
        name: field.name,
        description: describe(field),
        to,
        by: splitNames(by).map(toSnakeCase),
        ...(deprecated === undefined ? {} : { deprecated }),
        place: field.place,
      };
    });
}

/** The names by default are the contract's own; see `@serving` in `schema/directives.graphql`. */
function buildServing({ name, version, type }: ContractDeclaration, directives: DirectiveReader): Serving {
  const args = type && directives.one(type.node, 'serving')?.args;
  const [schema = 'contract', table = `${name}_v${version}`] = args?.table?.split('.') ?? [];
  return {
    schema,
    table,
    topic: args?.topic ?? `contract.${name}.v${version}`,
    format: args?.format ?? 'CLOUDEVENTS',
    ...(args?.asOf === undefined ? {} : { asOfColumn: args.asOf }),
  };
}
