import type { Contract, EnumType, Project } from '../../contract/model.ts';
import type { ContractAccess, FieldAccess } from '../../policy/AccessProfile.ts';
import { typeLookup } from '../values/writeValue.ts';
import { fieldDescription } from './fieldDescription.ts';
import { deprecatedSdl, descriptionSdl, typeSdl } from './sdlText.ts';
import { shareableSdl, type SchemaFlavor } from './SchemaFlavor.ts';

/** The enums and nested types of a contract's visible fields, each once, by name. */
export function valueTypesSdl(
  access: ContractAccess,
  project: Project,
  flavor: SchemaFlavor,
): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  const find = typeLookup(access.contract, project);

  const add = (field: FieldAccess): void => {
    const { name, kind } = field.field.type;
    if (kind === 'SCALAR' || types.has(name)) return;
    const declared = find(name);
    if (declared === undefined) return;
    if (declared.kind === 'ENUM') {
      types.set(name, enumSdl(declared));
      return;
    }
    const nested = [...(field.nested?.values() ?? [])];
    const fields = nested.map((entry) => fieldSdl(entry, access.contract, project));
    const shareable = project.sharedTypes.has(name) ? shareableSdl(flavor) : '';
    types.set(
      name,
      `${descriptionSdl(declared.description)}type ${name}${shareable} {\n${fields.join('\n')}\n}`,
    );
    nested.forEach(add);
  };

  [...access.fields.values()].forEach(add);
  return types;
}

/** One field of a contract or a nested type. */
export function fieldSdl(access: FieldAccess, contract: Contract, project: Project): string {
  const { field } = access;
  return `${descriptionSdl(fieldDescription(access, contract, project))}${field.name}: ${typeSdl(field.type)}${deprecatedSdl(field.deprecated)}`;
}

function enumSdl({ name, description, values }: EnumType): string {
  const lines = values.map(
    (value) =>
      `${value.description === '' ? '' : descriptionSdl(value.description)}${value.name}${deprecatedSdl(value.deprecated)}`,
  );
  return `${description === '' ? '' : descriptionSdl(description)}enum ${name} {\n${lines.join('\n')}\n}`;
}
