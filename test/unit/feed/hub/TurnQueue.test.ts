import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TurnQueue } from '../../../../src/feed/hub/TurnQueue.ts';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('TurnQueue', () => {
  it('gives everybody turns in the order in which they asked', async () => {
    const turns = new TurnQueue();
    const had: string[] = [];
    const run = async (name: string): Promise<void> => {
      for (let turn = 0; turn < 3; turn += 1) {
        await turns.next('one');
        had.push(name);
      }
    };
    await Promise.all(['a', 'b', 'c'].map(run));
    expect(had).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('gives one consumer its turns however many another one asks for', async () => {
    const turns = new TurnQueue();
    const had: string[] = [];
    const run = async (consumer: string, count: number): Promise<void> => {
      await Promise.all(
        Array.from({ length: count }, async () => {
          await turns.next(consumer);
          had.push(consumer);
        }),
      );
    };
    await Promise.all([run('many', 100), run('few', 3)]);
    expect(had.slice(0, 6)).toEqual(['many', 'few', 'many', 'few', 'many', 'few']);
    expect(had).toHaveLength(103);
  });

  it('lets everything else have its turn, however many wait and however long each takes', async () => {
    const turns = new TurnQueue();
    const had: number[] = [];
    const all = Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await turns.next('one');
        had.push(index);
        busy(6);
      }),
    );
    const most: number[] = [];
    for (let before = 0; before < 40; before = had.length) {
      most.push(had.length - before);
      await setImmediate();
    }
    await all;
    expect(had).toEqual(Array.from({ length: 40 }, (_, index) => index));
    // Two of them take longer than a round may.
    expect(Math.max(...most)).toBeLessThanOrEqual(2);
  });
});
