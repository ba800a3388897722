import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Transaction } from '../Database.ts';
import type { PlanStep } from './SchemaPlan.ts';

export type Trigrams =
  | { readonly kind: 'PRESENT'; readonly schema: string; readonly step?: PlanStep }
  | { readonly kind: 'ABSENT'; readonly note: string };

async function trigramSchema(transaction: Transaction): Promise<string | undefined> {
  const [found] = await transaction.query<{ schema: string }>({
    text: `select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'`,
  });
  return found?.schema;
}

/** Finds or creates the extension pg_trgm, which makes `contains` cheap; a server without it works, and the plan says so. */
export async function ensureTrigrams(transaction: Transaction): Promise<Trigrams> {
  const present = await trigramSchema(transaction);
  if (present !== undefined) return { kind: 'PRESENT', schema: present };
  const sql = 'create extension pg_trgm';
  try {
    await transaction.savepoint(() => transaction.script(sql));
  } catch (error) {
    const reason = error instanceof ConcordatError ? error.message : 'it cannot be created';
    return {
      kind: 'ABSENT',
      note: `The extension pg_trgm is not there, so \`contains\` filters read whole tables. ${reason} Install it (a superuser's "create extension pg_trgm") and migrate again.`,
    };
  }
  const schema = (await trigramSchema(transaction)) ?? 'public';
  return { kind: 'PRESENT', schema, step: { target: 'pg_trgm', sql, reason: 'makes `contains` cheap' } };
}
