import type { Project } from '../../contract/model.ts';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import { visibleLinks } from '../../policy/visibleLinks.ts';
import { contractDescription } from './contractDescription.ts';
import type { SchemaFlavor } from './SchemaFlavor.ts';
import { deprecatedSdl, descriptionSdl } from './sdlText.ts';
import { fieldSdl } from './valueTypeSdl.ts';

/** A contract's own type: its visible fields, the links whose target the caller may see, and `_meta`. */
export function contractTypeSdl(
  access: ContractAccess,
  profile: AccessProfile,
  project: Project,
  flavor: SchemaFlavor,
): string {
  const { contract } = access;
  const siblings = { declared: contract.fields, visible: access.fields };
  const fields = [...access.fields.values()].map((field) => fieldSdl(field, siblings, contract, project));
  const links = visibleLinks(access, profile).map((link) => {
    const target = profile.contracts.get(link.to)?.contract.typeName ?? '';
    return `${descriptionSdl(`${link.description}\n\nLink to: ${link.to}.`)}${link.name}: ${target}${deprecatedSdl(link.deprecated)}`;
  });
  const key = contract.key.map(({ name }) => name).join(' ');
  return `${descriptionSdl(contractDescription(access, project))}type ${contract.typeName}${
    flavor === 'SUBGRAPH' ? ` @key(fields: "${key}")` : ''
  } {
${[...fields, ...links].join('\n')}
"What stands behind this row."
_meta: RowMeta!
}`;
}
