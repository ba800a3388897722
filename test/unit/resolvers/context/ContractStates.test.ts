import { describe, expect, it } from '@jest/globals';
import { contractFreshness } from '../../../../resolvers/context/contractFreshness.ts';
import { createContractStates } from '../../../../resolvers/context/ContractStates.ts';
import { rememberStates } from '../../../../resolvers/context/rememberStates.ts';
import { parcelContract } from '../../../support/parcels.ts';

const contract = parcelContract('parcel@2');

/** States of which every reading gives the next of these. */
function states(...answers: readonly (string | Error)[]) {
  return statesOfKey(null, ...answers);
}

function statesOfKey(maskKey: string | null, ...answers: readonly (string | Error)[]) {
  const clock = { time: 0 };
  let reads = 0;
  return {
    clock,
    reads: () => reads,
    states: createContractStates({
      read: () => {
        const answer = answers[reads] ?? null;
        reads += 1;
        return answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve(new Map([['parcel@2', { asOf: answer, maskKey }]]));
      },
      maskKey: 'own key',
      clock: () => clock.time,
      maxAgeMs: 1000,
    }),
  };
}

describe('contract states', () => {
  it('are read once a second, however many ask', async () => {
    const read = states('one', 'two');
    expect(await Promise.all([read.states.asOf(contract), read.states.asOf(contract)])).toEqual([
      'one',
      'one',
    ]);
    read.clock.time = 999;
    expect(await read.states.asOf(contract)).toBe('one');
    expect(read.reads()).toBe(1);
    read.clock.time = 1000;
    expect(await read.states.asOf(contract)).toBe('two');
  });

  it('are read again after a failure', async () => {
    const read = states(new Error('down'), 'up');
    await expect(read.states.asOf(contract)).rejects.toThrow('down');
    expect(await read.states.asOf(contract)).toBe('up');
  });

  it('know nothing of a contract that was never derived', async () => {
    expect(await states('one').states.asOf(parcelContract('depot@1'))).toBeNull();
  });

  it('are not told of a contract that was rebuilt with another mask key', async () => {
    expect(await statesOfKey('own key', 'one').states.asOf(contract)).toBe('one');
    await expect(statesOfKey('other key', 'one').states.asOf(contract)).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      subject: 'CONCORDAT_MASK_KEY, parcel@2',
    });
  });

  it('stay for a request as it first saw them', async () => {
    const read = states('one', 'two');
    const remembered = rememberStates(read.states);
    expect(await remembered.asOf(contract)).toBe('one');
    read.clock.time = 5000;
    expect(await remembered.asOf(contract)).toBe('one');
    expect(await rememberStates(read.states).asOf(contract)).toBe('two');
  });
});

describe('freshness', () => {
  const now = (): Date => new Date('2026-06-30T12:00:00Z');
  const at = (asOf: string) =>
    contractFreshness({ states: { asOf: () => Promise.resolve(asOf) }, now }, contract);

  it('meets the promise up to its last second', async () => {
    expect(await at('2026-06-30T11:00:00.000Z')).toMatchObject({ freshnessSeconds: 3600, slaMet: true });
    expect(await at('2026-06-30T10:59:59.000Z')).toMatchObject({ freshnessSeconds: 3601, slaMet: false });
  });

  it('is never negative, although two clocks differ', async () => {
    expect(await at('2026-06-30T12:00:01.000Z')).toMatchObject({ freshnessSeconds: 0, slaMet: true });
  });
});
