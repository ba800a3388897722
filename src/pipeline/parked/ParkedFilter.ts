/** Where a source event is in raw. */
export interface EventReference {
  readonly source: string;
  readonly partition: number;
  readonly offset: string;
}

/** Which parked events; all where nothing is said. */
export interface ParkedFilter {
  readonly product?: string | undefined;
  readonly source?: string | undefined;
  readonly owner?: string | undefined;
  /** A piece of the reason, in capitals or not. */
  readonly reason?: string | undefined;
  readonly events?: readonly EventReference[] | undefined;
}

/** As people write it: `ordering.orders/3/1204`. */
export function eventName({ source, partition, offset }: EventReference): string {
  return `${source}/${partition}/${offset}`;
}

/** Condition on `raw.parked k` with the values `$1` … `$5`, which `filterValues` gives. */
export const filterCondition = `
  ($1::text is null or k.product = $1) and ($2::text is null or k.source = $2) and ($3::text is null or k.owner = $3)
  and ($4::text is null or strpos(lower(k.reason), lower($4 collate "C")) > 0)
  and ($5::jsonb is null or exists (
    select from jsonb_to_recordset($5) w (source text, partition integer, "offset" bigint)
    where w.source = k.source and w.partition = k.partition and w."offset" = k."offset"
  ))`;

export function filterValues({ product, source, owner, reason, events }: ParkedFilter): readonly unknown[] {
  return [product, source, owner, reason, events === undefined ? undefined : JSON.stringify(events)].map(
    (value) => value ?? null,
  );
}
