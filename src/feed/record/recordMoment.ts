/** The last millisecond of the years that a `DateTime` has. */
const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** When a record was written, as ISO 8601; null where it does not say so (-1) or says what is no time: brokers take any number. */
export function recordMoment({ timestamp }: { readonly timestamp: number }): string | null {
  return timestamp >= 0 && timestamp <= last ? new Date(timestamp).toISOString() : null;
}
