import { beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { KafkaFault } from '../../../../src/feed/kafka/KafkaFault.ts';
import {
  shareCluster,
  type Connections,
  type SharedCluster,
} from '../../../../src/feed/kafka/shareCluster.ts';

class Line implements Connections {
  isOver = false;
  readonly #connecting: () => Promise<void>;
  constructor(connecting: () => Promise<void>) {
    this.#connecting = connecting;
  }
  connect(): Promise<void> {
    return this.#connecting();
  }
  disconnect(): Promise<void> {
    this.isOver = true;
    return Promise.resolve();
  }
}

const refusal = new KafkaFault('no such topic');
const cut = new kafkajs.KafkaJSConnectionError('Closed connection');
const silence = new kafkajs.KafkaJSRequestTimeoutError('Request Fetch timed out');

let made: Line[];
let connecting: () => Promise<void>;
let shared: SharedCluster<Line>;
const share = (patienceMs?: number) =>
  shareCluster(
    () => {
      const line = new Line(() => connecting());
      made.push(line);
      return line;
    },
    patienceMs === undefined ? {} : { patienceMs },
  );

beforeEach(() => {
  made = [];
  connecting = () => Promise.resolve();
  shared = share();
});

const over = (): readonly boolean[] => made.map(({ isOver }) => isOver);
const settle = () => new Promise((resolve) => setImmediate(resolve));
const fails = (error: Error) => shared.use(() => Promise.reject(error));

/** Something under way, until it is told how it ends. */
function begin(): { on: Line[]; end: PromiseWithResolvers<string>; result: Promise<string> } {
  const on: Line[] = [];
  const end = Promise.withResolvers<string>();
  const result = shared.use((line) => {
    on.push(line);
    return on.length === 1 ? end.promise : Promise.resolve('again');
  });
  result.catch(() => undefined);
  return { on, end, result };
}

describe('a connection that is shared', () => {
  it('stays when a broker refuses something', async () => {
    await expect(fails(refusal)).rejects.toBe(refusal);
    expect(await shared.use((line) => Promise.resolve(line))).toBe(made[0]);
    await settle();
    expect(over()).toEqual([false]);
  });

  it('is left by those who begin after a failure, and ends with the last who was on it', async () => {
    const other = begin();
    await expect(fails(silence)).rejects.toBe(silence);
    expect(await shared.use((line) => Promise.resolve(line))).toBe(made[1]);
    await settle();
    expect(over()).toEqual([false, false]);
    other.end.resolve('well');
    expect(await other.result).toBe('well');
    await settle();
    expect(over()).toEqual([true, false]);
  });

  it('is not ended by what fails late on an older one', async () => {
    const late = begin();
    await expect(fails(silence)).rejects.toBe(silence);
    await shared.use(() => Promise.resolve());
    late.end.reject(silence);
    await expect(late.result).rejects.toBe(silence);
    expect(await shared.use((line) => Promise.resolve(line))).toBe(made[1]);
    await settle();
    expect(over()).toEqual([true, false]);
  });

  it('is made anew once when it is cut, and all who were on it are tried once more', async () => {
    const all = Array.from({ length: 5 }, begin);
    await settle();
    for (const { end } of all) end.reject(cut);
    expect(await Promise.all(all.map(({ result }) => result))).toEqual(all.map(() => 'again'));
    expect(all.map(({ on }) => on)).toEqual(all.map(() => [made[0], made[1]]));
    await settle();
    expect(over()).toEqual([true, false]);
    await expect(fails(cut)).rejects.toBe(cut);
    expect(made).toHaveLength(3);
  });

  it('is waited for no longer than an answer may take when it was cut', async () => {
    shared = share(50);
    let tries = 0;
    const never = new Promise<never>(() => undefined);
    const result = shared.use(() => ((tries += 1) === 1 ? Promise.reject(cut) : never));
    await expect(result).rejects.toBe(cut);
    expect(tries).toBe(2);
  });

  it('is not waited for twice where a broker says nothing', async () => {
    let tries = 0;
    const result = shared.use(() => {
      tries += 1;
      return Promise.reject(silence);
    });
    await expect(result).rejects.toBe(silence);
    expect([tries, made.length]).toEqual([1, 1]);
  });

  it('is asked for again by the next one where it is not made', async () => {
    connecting = () => Promise.reject(cut);
    await expect(shared.use(() => Promise.resolve())).rejects.toBe(cut);
    connecting = () => Promise.resolve();
    expect(await shared.use((line) => Promise.resolve(line))).toBe(made[1]);
    await settle();
    expect(over()).toEqual([true, false]);
  });

  it('is asked for again also where a broker refuses it with an answer', async () => {
    connecting = () => Promise.reject(refusal);
    await expect(shared.use(() => Promise.resolve())).rejects.toBe(refusal);
    connecting = () => Promise.resolve();
    await shared.use(() => Promise.resolve());
    await settle();
    expect(over()).toEqual([true, false]);
  });

  it('ends when it is closed, also one that was left, and nothing is tried again', async () => {
    const [first] = [begin()];
    await settle();
    await expect(fails(silence)).rejects.toBe(silence);
    const second = begin();
    await settle();
    await shared.close();
    expect(over()).toEqual([true, true]);
    for (const { end, result } of [first, second]) {
      end.reject(cut);
      await expect(result).rejects.toBe(cut);
    }
    expect(made).toHaveLength(2);
  });
});
