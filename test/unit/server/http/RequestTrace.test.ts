import { describe, expect, it } from '@jest/globals';
import { readRequestTrace } from '../../../../src/server/http/RequestTrace.ts';

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('readRequestTrace', () => {
  it('takes the trace id of a valid traceparent', () => {
    expect(readRequestTrace({ traceparent: parent }).traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it.each([
    ['zeros for the trace', '00-00000000000000000000000000000000-b7ad6b7169203331-01'],
    ['zeros for the span', '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01'],
    ['upper case', parent.toUpperCase()],
    ['version ff', parent.replace('00-', 'ff-')],
    ['more after it', `${parent}-x`],
    ['a line break', `${parent}\nforged`],
    ['nothing', ''],
  ])('makes a new id for a traceparent with %s', (_what, traceparent) => {
    const { traceId } = readRequestTrace({ traceparent });
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceparent.toLowerCase()).not.toContain(traceId);
  });

  it('takes a well-formed x-request-id and nothing else', () => {
    expect(readRequestTrace({ 'x-request-id': 'a.b_c-1' }).requestId).toBe('a.b_c-1');
    for (const forged of ['a b', 'x'.repeat(65), '"},{"level":"info"', '']) {
      expect(readRequestTrace({ 'x-request-id': forged }).requestId).toMatch(/^[0-9a-f]{32}$/);
    }
  });
});
