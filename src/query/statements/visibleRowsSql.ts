import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { identifier } from '../sql/identifier.ts';

/** True for the rows that exist for a caller: those of its regions, and of its own by row policy. Part of every read. */
export function visibleRowsSql({ contract, regions, rowValues }: ContractAccess): Sql {
  const parts = rowValues.map(({ column, value }) => sql`${identifier(column)} = ${value}`);
  if (regions !== 'ALL' && contract.residency !== undefined) {
    parts.unshift(sql`${identifier(contract.residency.column)} = any(${regions})`);
  }
  return parts.length === 0 ? raw('true') : join(parts, ' and ');
}
