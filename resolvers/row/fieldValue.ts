import type { FieldAccess } from '../../src/policy/AccessProfile.ts';
import { maskValue } from '../../src/policy/masks/maskValue.ts';
import { keepsExactNumbers } from '../../src/query/selection/keepsExactNumbers.ts';
import { textName } from '../../src/query/statements/ReadColumns.ts';
import { parseExactJson } from '../../src/query/values/parseExactJson.ts';
import { typeLookup, writeValue } from '../../src/query/values/writeValue.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ContractRow } from './ContractRow.ts';

/** A field of a row as the wire wants it: the stored value, masked for the caller; nested types included. */
export function fieldValue(
  field: FieldAccess,
  { access, columns, key }: ContractRow,
  { maskKeys, profile, project }: Pick<RequestContext, 'maskKeys' | 'profile' | 'project'>,
): unknown {
  const { column } = field.field;
  const text = columns[textName(column)];
  const raw = keepsExactNumbers(field) && typeof text === 'string' ? parseExactJson(text) : columns[column];
  const seen = maskValue(field, raw, {
    keys: maskKeys,
    purpose: profile.purpose,
    contractId: access.contract.id,
    rowKey: key,
  });
  return writeValue(field, seen, typeLookup(access.contract, project), access.contract.id);
}
