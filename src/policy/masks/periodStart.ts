import type { FieldType } from '../../contract/model.ts';

const isoDate = /^(\d{4})-(0[1-9]|1[0-2])-\d{2}$/;
const isoDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:\d{2})?$/;

/**
 * The start of a Date's or DateTime's year or month (UTC), in the same form: `2017-01-01` or
 * `2017-01-01T00:00:00.000Z`. Null for what is no such value.
 */
export function periodStart(raw: unknown, type: FieldType, period: 'year' | 'month'): string | null {
  if (type.name === 'Date') {
    const match = isoDate.exec(raw instanceof Date ? (isoText(raw)?.slice(0, 10) ?? '') : String(raw));
    return match === null ? null : start(match[1] ?? '', match[2] ?? '', period);
  }
  if (type.name !== 'DateTime') return null;
  const text = isoText(raw instanceof Date ? raw : parseDateTime(raw));
  return text === undefined ? null : `${start(text.slice(0, 4), text.slice(5, 7), period)}T00:00:00.000Z`;
}

function start(year: string, month: string, period: 'year' | 'month'): string {
  return `${year}-${period === 'year' ? '01' : month}-01`;
}

function parseDateTime(raw: unknown): Date | undefined {
  const match = typeof raw === 'string' ? isoDateTime.exec(raw) : null;
  if (match === null) return undefined;
  // Without a zone JavaScript would take the machine's; the project's times are UTC.
  return new Date(match.groups?.['zone'] === undefined ? `${match[0]}Z` : match[0]);
}

function isoText(date: Date | undefined): string | undefined {
  if (date === undefined || Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  // Years outside of 0000–9999 have a sign and six digits, which no DateTime on the wire has.
  return /^\d{4}-/.test(text) ? text : undefined;
}
