import { Temporal } from 'temporal-polyfill';
import { assertYear } from './bounds.ts';
import { Malformed } from './Malformed.ts';
import { textOf } from './json.ts';

export const brasilia = 'America/Sao_Paulo';
export const london = 'Europe/London';

const secondsForm = /^(\d{4})-(\d\d)-(\d\d) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;
const minutesForm = /^(\d{1,2})\/(\d{1,2})\/(\d\d) ([01]?\d|2[0-3]):([0-5]\d)$/;

const known = new Map<string, number>();

/** The point in time of a wall clock; of an hour that occurs twice, the second one. */
function toEpoch(fields: readonly (string | undefined)[], zone: string): number {
  const [year, month, day, hour, minute, second] = fields.map(Number);
  if (!year || month === undefined || day === undefined) throw new Malformed('no date');
  try {
    return Temporal.PlainDateTime.from(
      { year, month, day, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0 },
      { overflow: 'reject' },
    ).toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) throw new Malformed('no such day');
    throw error;
  }
}

function remember(text: string, zone: string, compute: () => number): number {
  const key = `${zone} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const epoch = compute();
  assertYear(epoch);
  known.set(key, epoch);
  return epoch;
}

/** `2017-01-05 12:01:20` on the wall in `zone`, as epoch milliseconds. */
export function readSeconds(json: unknown, zone: string): number {
  const text = textOf(json) ?? '';
  const match = secondsForm.exec(text);
  if (match === null) throw new Malformed('not a time');
  return remember(text, zone, () => toEpoch(match.slice(1), zone));
}

/** The same, or undefined where the source says null. */
export function readSecondsIfKnown(json: unknown, zone: string): number | undefined {
  return json === undefined || json === null ? undefined : readSeconds(json, zone);
}

/** `2009-12-01 07:45:00` or `12/1/10 8:26` on the wall in `zone`, as epoch milliseconds. */
export function readEitherForm(json: unknown, zone: string): number {
  const text = textOf(json) ?? '';
  const match = minutesForm.exec(text);
  if (match === null) return readSeconds(json, zone);
  const [, month, day, year, hour, minute] = match;
  return remember(text, zone, () => toEpoch([`20${year ?? ''}`, month, day, hour, minute], zone));
}

/** `2017-01-05T14:01:20.000Z`. */
export function toIso(epoch: number | undefined): string | null {
  return epoch === undefined ? null : new Date(epoch).toISOString();
}

/** The calendar day on the wall in `zone`, `2017-01-05`. */
export function toDay(epoch: number | undefined, zone: string): string | null {
  if (epoch === undefined) return null;
  return Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(zone).toPlainDate().toString();
}
