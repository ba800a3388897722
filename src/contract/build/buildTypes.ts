import type { DirectiveReader } from '../vocabulary/DirectiveReader.ts';
import type {
  EnumDeclaration,
  FieldDeclaration,
  ObjectDeclaration,
  TypeDeclaration,
} from '../declarations/GraphqlDeclaration.ts';
import type { ContractField, EnumType, FieldType, InternalField, ObjectType, ValueType } from '../model.ts';
import { toSnakeCase } from '../names.ts';

/** What is needed to turn the declarations of one file into model types. */
export interface TypeContext {
  readonly directives: DirectiveReader;
  /** The name that consumers see of a type that is referred to. */
  readonly rename: (name: string) => string;
}

export function buildValueType(declaration: TypeDeclaration, context: TypeContext): ValueType {
  return declaration.kind === 'ENUM' ? buildEnum(declaration, context) : buildObject(declaration, context);
}

/** A field of a contract, with a column of its serving table. */
export function buildColumnField(declaration: FieldDeclaration, context: TypeContext): ContractField {
  return buildField(declaration, toSnakeCase(declaration.name), context);
}

/** A column of a product table or of an assertion. */
export function buildInternalField(declaration: FieldDeclaration, context: TypeContext): InternalField {
  return {
    name: declaration.name,
    column: toSnakeCase(declaration.name),
    description: describe(declaration),
    type: buildFieldType(declaration, context),
    classification: context.directives.one(declaration.node, 'classified')?.args.as ?? 'RESTRICTED',
  };
}

export function describe(declaration: TypeDeclaration | FieldDeclaration): string {
  return declaration.node.description?.value ?? '';
}

function buildObject(declaration: ObjectDeclaration, context: TypeContext): ObjectType {
  return {
    kind: 'OBJECT',
    name: context.rename(declaration.name),
    description: describe(declaration),
    fields: declaration.fields.map((field) => buildField(field, field.name, context)),
  };
}

function buildEnum(declaration: EnumDeclaration, context: TypeContext): EnumType {
  return {
    kind: 'ENUM',
    name: context.rename(declaration.name),
    description: describe(declaration),
    values: declaration.values.map(({ name, node }) => {
      const deprecated = context.directives.one(node, 'deprecated')?.args.reason;
      return {
        name,
        description: node.description?.value ?? '',
        ...(deprecated === undefined ? {} : { deprecated }),
      };
    }),
  };
}

function buildFieldType({ kind, type }: FieldDeclaration, { rename }: TypeContext): FieldType {
  return {
    name: rename(type.name),
    kind: kind === 'OBJECT' || kind === 'ENUM' ? kind : 'SCALAR',
    nonNull: type.nonNull,
    list: type.depth > 0,
    itemNonNull: type.itemNonNull,
  };
}

function buildField(declaration: FieldDeclaration, column: string, context: TypeContext): ContractField {
  const { directives } = context;
  const { node } = declaration;
  const mask = directives.one(node, 'mask')?.args;
  const purposes = directives.one(node, 'purpose')?.args.allow;
  const unit = directives.one(node, 'unit')?.args.of;
  const definedBy = directives.one(node, 'definedBy')?.args.source;
  const deprecated = directives.one(node, 'deprecated')?.args.reason;
  return {
    name: declaration.name,
    column,
    description: describe(declaration),
    type: buildFieldType(declaration, context),
    classification: directives.one(node, 'classified')?.args.as ?? 'RESTRICTED',
    ...(mask && {
      mask: {
        strategy: mask.strategy,
        clearFor: mask.clearFor,
        ...(mask.width === undefined ? {} : { width: mask.width }),
      },
    }),
    ...(purposes && { purposes }),
    ...(unit === undefined ? {} : { unit }),
    lineage: directives.one(node, 'lineage')?.args.from ?? [],
    ...(definedBy === undefined ? {} : { definedBy }),
    ...(deprecated === undefined ? {} : { deprecated }),
    filterable: directives.has(node, 'filterable'),
    sortable: directives.has(node, 'sortable'),
    place: declaration.place,
    node,
  };
}
