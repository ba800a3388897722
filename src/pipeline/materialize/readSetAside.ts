import type { Session } from '../../storage/Database.ts';

/** Rows that are set aside for one reason. */
export interface SetAsideRows {
  /** What they are of: `contract billing_completed_ride@1` or `reconciliation ride_payment`. */
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  readonly rows: number;
  /** ISO time since when the first of them is. */
  readonly since: string;
}

export interface SetAsideFilter {
  readonly owner?: string | undefined;
  /** Text in the reason, in capitals or not. */
  readonly reason?: string | undefined;
}

/** Which rows of contracts and reconciliations are in no table, and why; those of most rows first. Their keys stand in `contract.set_aside`. */
export function readSetAside(
  session: Session,
  { owner, reason }: SetAsideFilter = {},
): Promise<readonly SetAsideRows[]> {
  return session.query<SetAsideRows>({
    text: `select subject, reason, owner, count(*)::int as rows, min(since) as since from contract.set_aside
      where ($1::text is null or owner = $1) and ($2::text is null or strpos(lower(reason), lower($2)) > 0)
      group by subject, reason, owner order by rows desc, subject, reason`,
    values: [owner ?? null, reason ?? null],
  });
}
