const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const durationPattern = /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

/** Whether a text is a day of the calendar as ISO 8601 writes it: `2027-06-30`. */
export function isIsoDate(text: string): boolean {
  if (!datePattern.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether a text is a duration as ISO 8601 writes it: `PT24H`, `P10Y`, `P1DT12H`. */
export function isIsoDuration(text: string): boolean {
  return durationPattern.test(text);
}
