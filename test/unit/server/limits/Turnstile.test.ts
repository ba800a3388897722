import { describe, expect, it } from '@jest/globals';
import { setImmediate as settle } from 'node:timers/promises';
import { Turnstile } from '../../../../src/server/limits/Turnstile.ts';

const staying = new AbortController().signal;

function entering(turnstile: Turnstile) {
  const inside = new Map<string, () => void>();
  return {
    inside,
    enter: (name: string, weight: number, signal = staying) => {
      const entered = turnstile.enter(weight, signal).then((leave) => {
        inside.set(name, () => {
          inside.delete(name);
          leave();
        });
      });
      entered.catch(() => undefined);
      return entered;
    },
    names: async () => {
      await settle();
      return [...inside.keys()];
    },
  };
}

describe('Turnstile', () => {
  it('lets in what fits, and the others in order as there is room', async () => {
    const turnstile = new Turnstile(10);
    const { enter, inside, names } = entering(turnstile);
    void enter('a', 6);
    void enter('b', 4);
    void enter('c', 5);
    // It would fit once `b` has left, but `c` was first.
    void enter('d', 1);
    expect(await names()).toEqual(['a', 'b']);
    expect(turnstile.waiting).toBe(2);
    inside.get('b')?.();
    expect(await names()).toEqual(['a']);
    inside.get('a')?.();
    expect(await names()).toEqual(['c', 'd']);
    expect(turnstile.waiting).toBe(0);
  });

  it('lets what is heavier than all that fits in alone', async () => {
    const turnstile = new Turnstile(10);
    const { enter, inside, names } = entering(turnstile);
    void enter('light', 1);
    void enter('heavy', 1_000);
    void enter('next', 1);
    expect(await names()).toEqual(['light']);
    inside.get('light')?.();
    expect(await names()).toEqual(['heavy']);
    inside.get('heavy')?.();
    expect(await names()).toEqual(['next']);
  });

  it('forgets who gives up while waiting, and lets in who waited behind', async () => {
    const turnstile = new Turnstile(10);
    const { enter, inside, names } = entering(turnstile);
    const gone = new AbortController();
    void enter('a', 5);
    const given = enter('b', 10, gone.signal);
    void enter('c', 5);
    gone.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    expect(await names()).toEqual(['a', 'c']);
    inside.get('a')?.();
    inside.get('c')?.();
    await enter('all', 10);
    expect(await names()).toEqual(['all']);
  });

  it('keeps the place of who gave up only after being let in until it is left', async () => {
    const turnstile = new Turnstile(1);
    const { enter, inside, names } = entering(turnstile);
    const gone = new AbortController();
    await enter('a', 1, gone.signal);
    gone.abort();
    void enter('b', 1);
    expect(await names()).toEqual(['a']);
    inside.get('a')?.();
    expect(await names()).toEqual(['b']);
  });
});
