import type { EnumType } from '../../contract/model.ts';
import { deprecatedSdl, descriptionSdl } from './sdlText.ts';

/** An enum with what its values mean. */
export function enumSdl({ name, description, values }: EnumType): string {
  const lines = values.map(
    (value) =>
      `${value.description === '' ? '' : descriptionSdl(value.description)}${value.name}${deprecatedSdl(value.deprecated)}`,
  );
  return `${description === '' ? '' : descriptionSdl(description)}enum ${name} {\n${lines.join('\n')}\n}`;
}
