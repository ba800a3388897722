import type { FieldType } from '../../contract/model.ts';
import { parseMoment } from '../../contract/parseMoment.ts';
import { printed } from './printed.ts';

const isoDate = /^(\d{4})-(0[1-9]|1[0-2])-\d{2}$/;

/**
 * The start of a Date's or DateTime's year or month (UTC), in the same form: `2017-01-01` or
 * `2017-01-01T00:00:00.000Z`. Null for what is no such value.
 */
export function periodStart(raw: unknown, type: FieldType, period: 'year' | 'month'): string | null {
  if (type.name === 'Date') {
    const match = isoDate.exec(raw instanceof Date ? (isoText(raw)?.slice(0, 10) ?? '') : printed(raw));
    return match === null ? null : start(match[1] ?? '', match[2] ?? '', period);
  }
  if (type.name !== 'DateTime') return null;
  const text = isoText(raw instanceof Date ? raw : parseMoment(printed(raw)));
  return text === undefined ? null : `${start(text.slice(0, 4), text.slice(5, 7), period)}T00:00:00.000Z`;
}

function start(year: string, month: string, period: 'year' | 'month'): string {
  return `${year}-${period === 'year' ? '01' : month}-01`;
}

function isoText(date: Date | undefined): string | undefined {
  if (date === undefined || Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  // Years outside of 0000–9999 have a sign and six digits, which no DateTime on the wire has.
  return /^\d{4}-/.test(text) ? text : undefined;
}
