/** Whether this is `npm run faults`: the long run, with all rounds on all of the logs. */
export const isLong = process.env['CONCORDAT_FAULTS'] === 'long';

/** The smaller number in CI, the larger in the long run. */
export function scaled(short: number, long: number): number {
  return isLong ? long : short;
}

/** What a run's random numbers begin with; in every failure's message. `CONCORDAT_SEED` runs the same again. */
export const seed = Number(process.env['CONCORDAT_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
