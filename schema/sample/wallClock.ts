/**
 * The source systems write times as wall-clock without a zone. The sample counts them as milliseconds of a clock that
 * knows no zone; only a record's timestamp is a point in time.
 */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `2026-11-20 18:05:00`. */
export function formatSeconds(wallClock: number): string {
  return new Date(wallClock).toISOString().slice(0, 19).replace('T', ' ');
}

/** `11/20/26 18:05`, without leading zeros, as the stores' ERP writes it after its migration. */
export function formatAfterMigration(wallClock: number): string {
  const date = new Date(wallClock);
  const year = String(date.getUTCFullYear() % 100).padStart(2, '0');
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${year} ${date.getUTCHours()}:${minutes}`;
}

/** The point in time of a wall clock in Brasília, which has had no summer time since 2019. */
export function brasiliaToEpoch(wallClock: number): number {
  return wallClock + 3 * hour;
}
