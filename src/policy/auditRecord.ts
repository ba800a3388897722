import type { Classification } from '../contract/model.ts';
import type { AccessProfile, ContractAccess, FieldAccess } from './AccessProfile.ts';

/** One access to classified fields: who, why and what; never a value. A row of `audit.access`. */
export interface AuditRecord {
  readonly consumer: string;
  readonly purpose: string;
  /** Null for every region. */
  readonly regions: readonly string[] | null;
  readonly contract: string;
  readonly fields: readonly AuditedField[];
  readonly rowCount: number;
  readonly operation: string;
  readonly traceId: string;
}

export interface AuditedField {
  /** GraphQL name, for a nested field the path: `entries.detail`. */
  readonly field: string;
  readonly classification: Classification;
  /** `CLEAR` or the mask's strategy. */
  readonly decision: string;
}

export interface AuditedAccess {
  readonly profile: AccessProfile;
  readonly access: ContractAccess;
  /** Paths of the fields that were selected, filtered or ordered by; an object's path stands for all of its fields. */
  readonly paths: Iterable<string>;
  /** How many rows the answer tells of; counted ones too. */
  readonly rowCount: number;
  /** The gateway's own word for what was done, e.g. the root field; never a name that the client made up. */
  readonly operation: string;
  readonly traceId: string;
}

/** What `row_count`, an integer, holds at most; more are recorded as so many, as a record must not fail for it. */
const mostRows = 2 ** 31 - 1;

/**
 * The record of one access. Fields above PUBLIC are classified in the sense of the audit; undefined when the access
 * touched none, as then there is nothing to record. Repeated paths count once, sorted by name.
 */
export function auditRecord(audited: AuditedAccess): AuditRecord | undefined {
  const { profile, access, paths, rowCount, operation, traceId } = audited;
  const found = new Map(
    [...paths].flatMap((path) => auditedAt(access.fields, path)).map((one) => [one.field, one]),
  );
  const fields = [...found.values()].sort((left, right) => (left.field < right.field ? -1 : 1));
  if (fields.length === 0) return undefined;
  return {
    consumer: profile.consumer,
    purpose: profile.purpose,
    regions: access.regions === 'ALL' ? null : access.regions,
    contract: access.contract.id,
    fields,
    rowCount: Math.min(rowCount, mostRows),
    operation,
    traceId,
  };
}

function auditedAt(fields: ReadonlyMap<string, FieldAccess>, path: string): AuditedField[] {
  const [name = '', ...rest] = path.split('.');
  const access = fields.get(name);
  if (access === undefined) return [];
  const nested = access.nested ?? new Map<string, FieldAccess>();
  const below = rest.length > 0 ? [rest.join('.')] : [...nested.keys()];
  return [
    ...(access.field.classification === 'PUBLIC' ? [] : [audit(name, access)]),
    ...below
      .flatMap((deeper) => auditedAt(nested, deeper))
      .map((one) => ({ ...one, field: `${name}.${one.field}` })),
  ];
}

function audit(field: string, { field: { classification }, decision }: FieldAccess): AuditedField {
  return { field, classification, decision: decision.kind === 'CLEAR' ? 'CLEAR' : decision.strategy };
}
