import type { Contract, FieldType, Project, ValueType } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { FieldAccess } from '../../policy/AccessProfile.ts';
import { scalarWriters, type ScalarWriter } from './writeScalar.ts';

/** Finds an enum or object type by the name that consumers see. */
export type TypeLookup = (name: string) => ValueType | undefined;

export function typeLookup(contract: Contract, project: Project): TypeLookup {
  return (name) => contract.types.get(name) ?? project.sharedTypes.get(name);
}

/**
 * Turns what `maskValue` made of a stored value into what goes on the wire.
 *
 * @throws ConcordatError INTERNAL_SERVER_ERROR when the stored value is none of the field's type. It names the field and
 * never the value (attack 23): graphql-js itself would put the value into its message.
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
  if (value === null || value === undefined) return null;
  const { type } = access.field;
  const write = itemWriter(access, types, path);
  if (!type.list) return written(write(value), path, type);
  if (!Array.isArray(value)) throw mismatch(path, type);
  return value.map((item: unknown) =>
    item === null || item === undefined ? null : written(write(item), path, type),
  );
}

function itemWriter(access: FieldAccess, types: TypeLookup, path: string): ScalarWriter {
  const { type } = access.field;
  switch (type.kind) {
    case 'SCALAR':
      return scalarWriters[scalarName(type, path)];
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
  const stored = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(
    Array.from(access.nested ?? [], ([name, nested]) => [
      name,
      writeField(nested, stored.get(name), types, `${path}.${name}`),
    ]),
  );
}

function scalarName(type: FieldType, path: string): keyof typeof scalarWriters {
  const { name } = type;
  if (isScalarName(name)) return name;
  throw mismatch(path, type);
}

function isScalarName(name: string): name is keyof typeof scalarWriters {
  return Object.hasOwn(scalarWriters, name);
}

function written(value: unknown, path: string, type: FieldType): unknown {
  if (value === undefined) throw mismatch(path, type);
  return value;
}

function mismatch(path: string, type: FieldType): ConcordatError {
  return new ConcordatError('INTERNAL_SERVER_ERROR', `A stored value of \`${path}\` is not a ${type.name}.`, {
    fix: "The contract's owner has to mend its serving table.",
    subject: path,
  });
}
