import { describe, expect, it } from '@jest/globals';
import { AnswerMemory } from '../../../../src/server/limits/AnswerMemory.ts';
import { defaultLoadLimits } from '../../../../src/server/limits/LoadLimits.ts';

const limits = { ...defaultLoadLimits, answerBytesPerConsumer: 100, answerBytes: 150 };

describe('AnswerMemory', () => {
  it('has room for so many bytes of a consumer’s answers, and again when they are released', () => {
    const memory = new AnswerMemory(limits);
    const [first, second] = [memory.open('a'), memory.open('a')];
    first.take(60);
    expect(second.take(41)).toMatchObject({ code: 'TOO_MANY_REQUESTS', fix: expect.any(String) });
    expect(second.take(40)).toBeUndefined();
    first.release();
    expect(second.take(100)).toBeUndefined();
  });

  it('counts what an answer takes now, not what it took before', () => {
    const memory = new AnswerMemory(limits);
    const [first, second] = [memory.open('a'), memory.open('a')];
    first.take(90);
    first.take(20);
    expect(second.take(80)).toBeUndefined();
    first.release();
    first.release();
    expect(second.take(101)).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });

  it('leaves others their room, as far as there is any', () => {
    const memory = new AnswerMemory(limits);
    expect([memory.open('a').take(100), memory.open('b').take(50)]).toEqual([undefined, undefined]);
    expect(memory.open('c').take(1)?.message).toBe(
      'The gateway holds too many answers that were not read yet.',
    );
  });
});
