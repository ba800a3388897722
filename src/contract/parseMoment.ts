import { isIsoDate } from './isoText.ts';

const moment =
  /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * The point in time that a stored text says, in the forms of ISO 8601 and of Postgres, whose `+02` is `+02:00`; undefined for
 * any other text. Without a zone it is UTC, as the project's times are: JavaScript would take the machine's.
 */
export function parseMoment(text: string): Date | undefined {
  const { day, time, zone = 'Z' } = moment.exec(text)?.groups ?? {};
  if (day === undefined || time === undefined || !isIsoDate(day)) return undefined;
  const at = new Date(`${day}T${time}${zone.length === 3 ? `${zone}:00` : zone}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
