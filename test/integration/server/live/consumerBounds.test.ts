import { afterEach, describe, expect, it } from '@jest/globals';
import { care, research } from '../../../support/clinicGateway.ts';
import type { RawMessage, RawSocket } from '../../../support/live/openRaw.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';
import { until } from '../../../support/until.ts';

let clinic: LiveClinic;
afterEach(() => clinic.close());

const isComplete = ({ payload }: RawMessage): boolean =>
  JSON.stringify(payload ?? null).includes('SNAPSHOT_COMPLETE');

describe('different selections', () => {
  it('are as many for a consumer as may be, whatever they are filtered by, and make room again', async () => {
    clinic = await startLiveClinic({ liveLimits: { selectionsPerConsumer: 2 } });
    const raw = await clinic.socketOf(care);
    const ask = async (id: string, fields: string, filter = ''): Promise<string> => {
      const query = `subscription { clinicVisitV1(snapshot: true${filter}) { kind ${fields} cursor } }`;
      raw.send({ id, type: 'subscribe', payload: { query } });
      const isAnswer = (message: RawMessage): boolean =>
        message.id === id && (message.type === 'error' || isComplete(message));
      const { type, payload } = await raw.heard('an answer', isAnswer);
      return type === 'error' ? JSON.stringify(payload) : 'FOLLOWS';
    };
    expect(await ask('1', 'key')).toBe('FOLLOWS');
    expect(await ask('2', 'revision')).toBe('FOLLOWS');
    expect(await ask('3', 'revision', ', where: { doctorId: { eq: "d1" } }')).toBe('FOLLOWS');
    expect(await ask('4', 'committedAt')).toContain('LIMIT_EXCEEDED');
    const other = await clinic.askLive(
      'subscription { clinicVisitV1(snapshot: true) { kind cursor } }',
      undefined,
      research,
    );
    expect(other.codes).toEqual([]);
    raw.send({ id: '1', type: 'complete' });
    await until(
      'there is room',
      async () => (await ask(`5 ${performance.now()}`, 'committedAt')) === 'FOLLOWS',
    );
  });
});

describe('different filters', () => {
  it('are together as large for a consumer as may be, each counted once, and make room again', async () => {
    clinic = await startLiveClinic({ liveLimits: { filterBytesPerConsumer: 2_000 } });
    const raw = await clinic.socketOf(care);
    const ask = async (id: string, doctor: string): Promise<string> => {
      const query = `subscription { clinicVisitV1(snapshot: true, where: { doctorId: { eq: "${doctor.repeat(400)}" } }) { kind } }`;
      raw.send({ id, type: 'subscribe', payload: { query } });
      const isAnswer = (message: RawMessage): boolean =>
        message.id === id && (message.type === 'error' || isComplete(message));
      const { type, payload } = await raw.heard('an answer', isAnswer);
      return type === 'error' ? JSON.stringify(payload) : 'FOLLOWS';
    };
    for (const id of ['1', '2', '3']) expect(await ask(id, 'a')).toBe('FOLLOWS');
    expect(await ask('4', 'b')).toBe('FOLLOWS');
    expect(await ask('5', 'c')).toMatch(/different filters.*LIMIT_EXCEEDED/);
    const query = `subscription { clinicVisitV1(snapshot: true, where: { doctorId: { eq: "${'d'.repeat(400)}" } }) { kind } }`;
    expect((await clinic.askLive(query, undefined, research)).codes).toEqual([]);
    raw.send({ id: '4', type: 'complete' });
    await until('there is room', async () => (await ask(`6 ${performance.now()}`, 'c')) === 'FOLLOWS');
  });
});

describe('what one consumer lets be made of each change', () => {
  const ask = async (raw: RawSocket, id: string, query: string): Promise<string> => {
    raw.send({ id, type: 'subscribe', payload: { query } });
    const isAnswer = (message: RawMessage): boolean =>
      message.id === id && (message.type === 'error' || isComplete(message));
    const { type, payload } = await raw.heard('an answer', isAnswer);
    return type === 'error' ? JSON.stringify(payload) : 'FOLLOWS';
  };

  it('I9: is bounded by the comparisons of its filters, those not counted by which they are found', async () => {
    clinic = await startLiveClinic({ liveLimits: { comparisonsPerConsumer: 5 } });
    const raw = await clinic.socketOf(care);
    const filtered = (where: string): string =>
      `subscription { clinicVisitV1(snapshot: true, where: ${where}) { kind } }`;
    const either = (doctor: string): string =>
      `{ or: [${['1', '2', '3'].map((end) => `{ doctorId: { ne: "${doctor}${end}" } }`).join(', ')}] }`;
    expect(await ask(raw, '1', filtered(either('a')))).toBe('FOLLOWS');
    expect(await ask(raw, '2', filtered(either('a')))).toBe('FOLLOWS');
    expect(await ask(raw, '3', filtered(either('b')))).toMatch(/5 comparisons.*LIMIT_EXCEEDED/);
    for (const id of ['4', '5', '6', '7', '8', '9']) {
      expect(await ask(raw, id, filtered(`{ visitId: { eq: "v${id}" } }`))).toBe('FOLLOWS');
    }
    const other = await clinic.askLive(filtered(either('c')), undefined, research);
    expect(other.codes).toEqual([]);
    raw.send({ id: '1', type: 'complete' });
    raw.send({ id: '2', type: 'complete' });
    await until(
      'there is room',
      async () => (await ask(raw, `b ${performance.now()}`, filtered(either('b')))) === 'FOLLOWS',
    );
  });

  it('I9: is bounded by the values of its selections', async () => {
    clinic = await startLiveClinic({ liveLimits: { selectedValuesPerConsumer: 5 } });
    const raw = await clinic.socketOf(care);
    const selecting = (fields: string): string =>
      `subscription { clinicVisitV1(snapshot: true) { ${fields} } }`;
    const large = 'kind a: kind b: kind c: kind d: kind';
    expect(await ask(raw, '1', selecting(large))).toBe('FOLLOWS');
    expect(await ask(raw, '2', selecting(large))).toBe('FOLLOWS');
    expect(await ask(raw, '3', selecting('kind'))).toMatch(/5 values.*LIMIT_EXCEEDED/);
    expect(await ask(raw, '3a', selecting(`${large} e: kind`))).toMatch(/5 values.*LIMIT_EXCEEDED/);
    expect((await clinic.askLive(selecting('kind'), undefined, research)).codes).toEqual([]);
    raw.send({ id: '1', type: 'complete' });
    raw.send({ id: '2', type: 'complete' });
    await until(
      'there is room',
      async () => (await ask(raw, `k ${performance.now()}`, selecting('kind revision'))) === 'FOLLOWS',
    );
    expect(await ask(raw, '4', selecting('kind cursor'))).toBe('FOLLOWS');
  });
});
