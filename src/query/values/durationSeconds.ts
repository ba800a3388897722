import { ConcordatError } from '../../errors/ConcordatError.ts';

const pattern =
  /^P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const day = 86_400;
/** Seconds of a year, month, week, day, hour, minute and second; a year has 365 days here and a month 30. */
const units = [365 * day, 30 * day, 7 * day, day, 3600, 60, 1];

/**
 * Seconds of an ISO 8601 duration, for comparing an age with a promise.
 *
 * @throws ConcordatError PROJECT_INVALID for any other text; the compiler lets none through.
 */
export function durationSeconds(duration: string): number {
  const parts = pattern.exec(duration);
  if (parts === null) throw new ConcordatError('PROJECT_INVALID', `${duration} is not an ISO 8601 duration.`);
  return units.reduce((sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0), 0);
}
