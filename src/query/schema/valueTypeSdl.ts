import type { Contract, Project } from '../../contract/model.ts';
import type { ContractAccess, FieldAccess } from '../../policy/AccessProfile.ts';
import { typeLookup } from '../values/writeValue.ts';
import { enumSdl } from './enumSdl.ts';
import { fieldDescription } from './fieldDescription.ts';
import { deprecatedSdl, descriptionSdl, typeSdl } from './sdlText.ts';
import { unitText, type Siblings } from './visibleUnit.ts';
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
    const visible = field.nested ?? new Map<string, FieldAccess>();
    const siblings = { declared: declared.fields, visible };
    const nested = [...visible.values()];
    const fields = nested.map((entry) => fieldSdl(entry, siblings, access.contract, project));
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
export function fieldSdl(
  access: FieldAccess,
  siblings: Siblings,
  contract: Contract,
  project: Project,
): string {
  const { field } = access;
  const unit = unitText(field, siblings);
  return `${descriptionSdl(fieldDescription(access, unit, contract, project))}${field.name}: ${typeSdl(field.type)}${deprecatedSdl(field.deprecated)}`;
}
