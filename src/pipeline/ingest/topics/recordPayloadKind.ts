import { payloadKind, type PayloadKind } from '../payloadKind.ts';

/** Values beyond this are kept and not parsed: what projects them would hold several times as much in memory. Bytes. */
export const mostPayloadBytes = 16 * 1024 * 1024;

/** Whether a record's value is JSON that jsonb can hold. */
export function recordPayloadKind(value: Buffer | null): PayloadKind {
  if (value === null || value.length === 0 || value.length > mostPayloadBytes) return 'NONE';
  try {
    JSON.parse(value.toString('utf8'));
  } catch {
    return 'NONE';
  }
  return payloadKind(value);
}
