import { describe, expect, it } from '@jest/globals';
import { formatParked } from '../../../../src/cli/parked/formatParked.ts';
import { formatVerify } from '../../../../src/cli/verify/formatVerify.ts';

const setAside = [
  {
    ...{ subject: 'contract claim@1', reason: 'column region is null', owner: 'claims-data', rows: 2 },
    since: '2026-11-26T10:00:00.000Z',
  },
];
const told = [
  '2 rows are set aside, in no table until computed as declared (their keys are in contract.set_aside):',
  '  2  contract claim@1: column region is null (owner claims-data, since 2026-11-26T10:00:00.000Z)',
];
const none = { total: 0, entries: 0, reasons: [], events: [] };

describe('rows that are set aside', () => {
  it('are listed behind what is parked', () => {
    expect(formatParked({ ...none, setAside: [] }, false)).toBe('No event is parked.\n');
    expect(formatParked({ ...none, setAside }, false)).toBe(`No event is parked.\n${told.join('\n')}\n`);
    const event = { source: 'claims', partition: 0, offset: '7' };
    const why = { product: 'intake', reason: 'unreadable price', owner: 'intake' };
    const parked = {
      ...{ total: 1, entries: 1, setAside },
      reasons: [{ ...why, events: 1 }],
      events: [{ ...event, ...why, parkedAt: '2026-11-26T09:00:00.000Z' }],
    };
    expect(formatParked(parked, false)).toContain(`unreadable price\n\n${told.join('\n')}\n`);
  });

  it('are no difference to a verification, which names them', () => {
    const result = { compared: [], differences: [], broken: [], products: [], unreached: [], setAside };
    expect(formatVerify(result)).toContain(told.join('\n'));
    expect(formatVerify(result)).toContain('No difference.');
  });
});
