import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inOrder } from '../../../../src/server/live/inOrder.ts';

const numbers = Array.from({ length: 120 }, (_, at) => at);

async function allOf<T>(made: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of made) all.push(one);
  return all;
}

describe('what is made in order', () => {
  it('is made when it is its turn, where that takes no time', async () => {
    const begun: number[] = [];
    for await (const made of inOrder(numbers, (number) => begun.push(number) - 1)) {
      expect(begun).toEqual(numbers.slice(0, made + 1));
    }
    expect(begun).toEqual(numbers);
  });

  it('is begun several at once where it takes time, and comes in order', async () => {
    let underWay = 0;
    let most = 0;
    const make = async (number: number): Promise<number> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await pause(number % 3);
      underWay -= 1;
      return number;
    };
    expect(await allOf(inOrder(numbers, make))).toEqual(numbers);
    expect(most).toBe(50);
  });

  it('ends with the first that fails, in order, and nothing is left unheard', async () => {
    const got: number[] = [];
    const make = async (number: number): Promise<number> => {
      await pause(number === 3 ? 20 : 0);
      if (number >= 3) throw new Error(`failed at ${number}`);
      return number;
    };
    const making = async (): Promise<void> => {
      for await (const one of inOrder(numbers, make)) got.push(one);
    };
    await expect(making()).rejects.toThrow('failed at 3');
    expect(got).toEqual([0, 1, 2]);
  });

  it('is nothing of nothing', async () => {
    expect(await allOf(inOrder([], (one: number) => one))).toEqual([]);
  });
});
