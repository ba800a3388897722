import { describe, expect, it } from '@jest/globals';
import { ConsumerBytes } from '../../../../src/server/live/ConsumerBytes.ts';
import { largeBytes, WaitingBytes } from '../../../../src/server/live/WaitingBytes.ts';

const large = 2 * largeBytes;

describe('what waits for a consumer', () => {
  it('has each small message once for all that it waits for, and what is large once in all', () => {
    const ofConsumer = new ConsumerBytes();
    const [one, other] = [new WaitingBytes(ofConsumer), new WaitingBytes(ofConsumer)];
    const [small, huge] = [['small'], ['huge']];
    const taken = [one, other].flatMap((waiting) => [waiting.add(5, small), waiting.add(large, huge)]);
    expect([one.count, other.count, ofConsumer.count]).toEqual([large + 5, large + 5, large + 10]);
    expect(ofConsumer.hasRoom(huge, large, large)).toBe(true);
    expect(ofConsumer.hasRoom(['another'], large, large)).toBe(false);
    expect(ofConsumer.hasRoom(['another'], large, 2 * large + 10)).toBe(true);
    taken[1]?.();
    expect([one.count, ofConsumer.count]).toEqual([5, large + 10]);
    for (const taking of taken.filter((_, at) => at !== 1)) taking();
    expect([one.count, other.count, ofConsumer.count]).toEqual([0, 0, 0]);
    // Alone it may be larger than all that may wait.
    expect(ofConsumer.hasRoom(['another'], large, 1)).toBe(true);
  });

  it('is nothing any more where nobody is there to take it, also when it is said to be taken later', async () => {
    const ofConsumer = new ConsumerBytes();
    const [one, other] = [new WaitingBytes(ofConsumer), new WaitingBytes(ofConsumer)];
    const huge = ['huge'];
    const taken = [one.add(5), one.add(large, huge)];
    const drained = one.drained();
    other.add(large, huge);
    one.clear();
    await drained;
    for (const taking of taken) taking();
    expect([one.count, other.count, ofConsumer.count]).toEqual([0, large, large]);
    other.clear();
    expect(ofConsumer.count).toBe(0);
  });
});
