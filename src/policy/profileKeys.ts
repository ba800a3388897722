import { createHash } from 'node:crypto';
import type { ContractAccess, FieldAccess } from './AccessProfile.ts';

type Contracts = ReadonlyMap<string, ContractAccess>;

/**
 * Canonical text of what decides a caller's schema: its contracts and the decision on each of their fields. A digest,
 * so that it is short and holds no name; equal profiles have equal digests whatever the order of declaration.
 */
export function profileShape(contracts: Contracts): string {
  return digest(sorted(contracts).map(([id, { fields }]) => [id, fieldShapes(fields)]));
}

/**
 * Canonical text of all that can change a caller's answer: besides its schema the purpose (tokens are made under its
 * key), the regions and the rows. The consumer's name can't, so consumers with equal access share plans and bytes.
 */
export function profileKey(shape: string, purpose: string, contracts: Contracts): string {
  return digest([
    shape,
    purpose,
    sorted(contracts).map(([id, { regions, rowValues }]) => [
      id,
      regions,
      rowValues.map(({ column, value }) => [column, value]).sort(byText),
    ]),
  ]);
}

function fieldShapes(fields: ReadonlyMap<string, FieldAccess>): unknown {
  return sorted(fields).map(([name, { decision, nested }]) => [
    name,
    decision.kind === 'CLEAR' ? decision.kind : decision.strategy,
    ...(nested === undefined ? [] : [fieldShapes(nested)]),
  ]);
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([left], [right]) => (left < right ? -1 : 1));
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}

function digest(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
}
