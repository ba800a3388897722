import type { Contract, ContractField } from '../../contract/model.ts';
import type { LiveFilter } from '../../feed/hub/LiveFilter.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import { maskValue } from '../../policy/masks/maskValue.ts';
import { rowKey } from '../../policy/rowKey.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { visibleCondition } from '../../query/where/visibleCondition.ts';
import type { MaskedText, RowValues } from '../../query/where/matchesCondition.ts';
import type { LiveOperation } from './LiveOperation.ts';

/** What is masked for a caller, by the same masks that make what it sees. Made once for a row, however many conditions ask. */
function maskedText(access: ContractAccess, purpose: string, keys: MaskKeys): MaskedText {
  const { contract } = access;
  const ofRows = new WeakMap<RowValues, Map<string, string | undefined>>();
  return (field: ContractField, row: RowValues) => {
    const ofField = access.fields.get(field.name);
    if (ofField === undefined) return undefined;
    const known = ofRows.get(row) ?? new Map<string, string | undefined>();
    ofRows.set(row, known);
    if (known.has(field.name)) return known.get(field.name);
    const context = { keys, purpose, contractId: contract.id, rowKey: keyOf(contract, row) };
    const masked = maskValue(ofField, row[field.name] ?? null, context);
    const text = typeof masked === 'string' ? masked : undefined;
    known.set(field.name, text);
    return text;
  };
}

function keyOf({ key }: Contract, row: RowValues): string {
  return rowKey(key.map(({ name }) => row[name] ?? null));
}

/** The rows that a subscription is told of: those that exist for its caller, and are as it asked. */
export function liveFilter(
  { access, where }: Pick<LiveOperation, 'access' | 'where'>,
  purpose: string,
  keys: MaskKeys,
): LiveFilter {
  const visible = visibleCondition(access);
  return {
    visible,
    condition: { kind: 'AND', conditions: [visible, where] },
    masked: maskedText(access, purpose, keys),
  };
}
