import type { ProjectDeclarations, ReconciliationDeclaration } from '../declarations/ProjectDeclarations.ts';
import { reconciliationFile } from '../declarations/projectPaths.ts';
import type { Reconciliation } from '../model.ts';
import { splitNames } from '../splitNames.ts';
import { exceptionValues, isExceptionEnum } from '../declarations/exceptionValues.ts';
import { buildDerivedFrom } from './buildDerivedFrom.ts';
import { buildSqlFile } from './buildSqlFile.ts';
import { buildInternalField, buildValueType, describe } from './buildTypes.ts';
import type { TypeContext } from './buildTypes.ts';
import { checked } from './checked.ts';

/** The model of a reconciliation whose declaration every rule has passed. */
export function buildReconciliation(
  declaration: ReconciliationDeclaration,
  { directives }: ProjectDeclarations,
): Reconciliation {
  const { name, graphql } = declaration;
  const context: TypeContext = { directives, rename: (typeName) => typeName };
  const type = checked(declaration.type, `assertion type in reconciliation ${name}`);
  const { owner, authority } = checked(directives.one(type.node, 'reconciliation'), '@reconciliation').args;
  const fields = type.fields.map((field) => buildInternalField(field, context));
  return {
    name,
    description: describe(type),
    owner,
    authority,
    key: splitNames(checked(directives.one(type.node, 'key'), '@key').args.fields).map((fieldName) =>
      checked(
        fields.find((field) => field.name === fieldName),
        `key field ${fieldName}`,
      ),
    ),
    fields,
    exceptionKinds: exceptionValues(graphql, directives).map((value) => {
      const { args } = checked(directives.one(value.node, 'exception'), '@exception');
      return { name: value.name, description: value.node.description?.value ?? '', ...args };
    }),
    derivedFrom: buildDerivedFrom(type, directives),
    resolveSql: buildSqlFile(checked(declaration.resolveSql, reconciliationFile(name, 'resolve.sql'))),
    exceptionsSql: buildSqlFile(
      checked(declaration.exceptionsSql, reconciliationFile(name, 'exceptions.sql')),
    ),
    types: new Map(
      graphql.types
        .filter((other) => other !== type && !isExceptionEnum(other, directives))
        .map((other) => [other.name, buildValueType(other, context)]),
    ),
    place: type.place,
  };
}
