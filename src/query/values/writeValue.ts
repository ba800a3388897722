import type { Contract, FieldType, Project, ValueType } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { FieldAccess } from '../../policy/AccessProfile.ts';
import { ownValue } from '../../policy/ownValue.ts';
import { typeSdl } from '../schema/sdlText.ts';
import { scalarWriters, type ScalarWriter } from './writeScalar.ts';

/** Finds an enum or object type by the name that consumers see. */
export type TypeLookup = (name: string) => ValueType | undefined;

export function typeLookup(contract: Contract, project: Project): TypeLookup {
  return (name) => contract.types.get(name) ?? project.sharedTypes.get(name);
}

/**
 * Turns what `maskValue` made of a stored value into what goes on the wire. Where a stored value is none of its field's
 * type, a ConcordatError STORED_VALUE_INVALID stands in its place, within lists and nested types too: graphql-js makes
 * it an error at that path, if it was asked for, and null. It names the field and never the value, which graphql-js itself
 * would put into its message (attack 23); and it is the same for every wrong value, null among them, as a mask shows
 * no more of it.
 */
export function writeValue(
  access: FieldAccess,
  value: unknown,
  types: TypeLookup,
  contractId: string,
): unknown {
  return writeField(access, value, types, `${contractId}.${access.field.name}`);
}

function writeField(access: FieldAccess, value: unknown, types: TypeLookup, path: string): unknown {
  const { type } = access.field;
  const invalid = (): ConcordatError => storedValueInvalid(path, typeSdl(type));
  if (value === null) return type.nonNull ? invalid() : null;
  const write = itemWriter(access, types, path);
  if (write === undefined) return invalid();
  if (!type.list) return write(value) ?? invalid();
  if (!Array.isArray(value)) return invalid();
  return value.map((item: unknown) =>
    item === null && !type.itemNonNull ? null : (write(item) ?? invalid()),
  );
}

function itemWriter(access: FieldAccess, types: TypeLookup, path: string): ScalarWriter | undefined {
  const { type } = access.field;
  switch (type.kind) {
    case 'SCALAR':
      return isScalarName(type.name) ? scalarWriters[type.name] : undefined;
    case 'ENUM': {
      const declared = types(type.name);
      const values = declared?.kind === 'ENUM' ? declared.values : [];
      return (value) => values.find(({ name }) => name === value)?.name;
    }
    case 'OBJECT':
      return (value) => writeObject(access, value, types, path);
  }
}

function writeObject(access: FieldAccess, value: unknown, types: TypeLookup, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const written: Record<string, unknown> = {};
  for (const [name, nested] of access.nested ?? [])
    written[name] = writeField(nested, ownValue(value, name), types, `${path}.${name}`);
  return written;
}

function isScalarName(name: FieldType['name']): name is keyof typeof scalarWriters {
  return Object.hasOwn(scalarWriters, name);
}

function storedValueInvalid(path: string, type: string): ConcordatError {
  return new ConcordatError(
    'STORED_VALUE_INVALID',
    `A stored value of \`${path}\` is not of type \`${type}\`.`,
    {
      fix: 'Ask the owner of the contract to mend it; the catalog names the owner.',
      subject: path,
    },
  );
}
