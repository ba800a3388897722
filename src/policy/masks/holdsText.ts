import type { FieldType } from '../../contract/model.ts';

/** Whether a field can carry a mask's text. An enum can't, nor a number: its mask would break the answer's type. */
export function holdsText(type: FieldType): boolean {
  return type.kind === 'SCALAR' && (type.name === 'String' || type.name === 'ID');
}
