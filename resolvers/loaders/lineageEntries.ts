import type { AccessProfile, ContractAccess } from '../../src/policy/AccessProfile.ts';
import { isIdentityClear } from '../../src/policy/isIdentityClear.ts';
import { maskIdentity } from '../../src/policy/masks/maskIdentity.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import { isWithinDateTime } from '../../src/query/scalars/timeScalars.ts';
import type { LineagePath, LineageRow } from '../../src/query/statements/lineageStatement.ts';

/** A product row behind a contract row, as `RowMeta.lineage` shows it. */
export interface RowLineage {
  /** `product.table`. */
  readonly product: string;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly events: readonly SourceEvent[];
}

export interface SourceEvent {
  readonly source: string;
  readonly partition: number;
  readonly offset: string;
  readonly eventType: string | null;
  readonly eventTime: string | null;
  readonly receivedAt: string;
}

interface LineageScope {
  readonly access: ContractAccess;
  readonly path: LineagePath;
  readonly profile: AccessProfile;
  readonly maskKeys: MaskKeys;
}

/**
 * Gathers the rows of a lineage statement, one for each event, into one entry for each product row. They come in the order of
 * their keys; where the caller may not see those, in the order of what it sees instead, as theirs would tell of them.
 */
export function lineageEntries(rows: readonly LineageRow[], scope: LineageScope): RowLineage[] {
  const { access, path } = scope;
  const { table } = path;
  const clear = table.key.map((field) => isIdentityClear(access, table, field));
  const keyOf = (row: LineageRow): unknown[] => table.key.map((_field, index) => row[`_key_${index}`]);
  const groups = Map.groupBy(rows, (row) => JSON.stringify(keyOf(row)));
  const entries = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const identity = identityOf(keyOf(first), clear, scope);
    return [{ product: `${table.product}.${table.table}`, identity, events: group.flatMap(toEvent) }];
  });
  return clear.every(Boolean) ? entries : entries.sort(byIdentity);
}

function identityOf(
  values: readonly unknown[],
  clear: readonly boolean[],
  { path, profile, maskKeys }: LineageScope,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    path.table.key.map((field, index) => [
      field.name,
      clear[index] ? values[index] : maskIdentity(values[index], profile.purpose, maskKeys),
    ]),
  );
}

function byIdentity(left: RowLineage, right: RowLineage): number {
  return JSON.stringify(left.identity) < JSON.stringify(right.identity) ? -1 : 1;
}

function toEvent(row: LineageRow): SourceEvent[] {
  const { source, partition, offset, received_at: receivedAt } = row;
  if (source === null || partition === null || offset === null || receivedAt === null) return [];
  const eventTime = row.event_time !== null && isWithinDateTime(row.event_time) ? row.event_time : null;
  return [{ source, partition, offset, eventType: row.event_type, eventTime, receivedAt }];
}
