import { describe, expect, it } from '@jest/globals';
import { setImmediate as settle } from 'node:timers/promises';
import { OperationQueues } from '../../../../src/server/limits/OperationQueues.ts';
import { defaultLoadLimits } from '../../../../src/server/limits/LoadLimits.ts';

const staying = new AbortController().signal;
const limits = { ...defaultLoadLimits, rowsPerConsumer: 100, rows: 150, waitingPerConsumer: 2 };

describe('OperationQueues', () => {
  it('lets so many rows of a consumer be executed at once, lets some more wait and refuses the others', async () => {
    const queues = new OperationQueues(limits);
    const leave = await queues.enter('a', 80, staying);
    const waiting = [queues.enter('a', 60, staying), queues.enter('a', 40, staying)];
    await expect(queues.enter('a', 1, staying)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      message: '2 operations of this consumer wait to be executed already.',
      fix: expect.any(String),
    });
    leave();
    expect(await Promise.all(waiting)).toHaveLength(2);
  });

  it('lets the operations of others pass', async () => {
    const queues = new OperationQueues(limits);
    await queues.enter('a', 100, staying);
    void queues.enter('a', 100, staying);
    await expect(queues.enter('b', 50, staying)).resolves.toBeInstanceOf(Function);
  });

  it('lets no more rows of all together be executed, and gives the place of the consumer back to who gave up', async () => {
    const queues = new OperationQueues(limits);
    const leave = await queues.enter('a', 100, staying);
    const gone = new AbortController();
    const given = queues.enter('b', 100, gone.signal);
    const entered: string[] = [];
    gone.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    void queues.enter('b', 100, staying).then(() => entered.push('b'));
    await settle();
    expect(entered).toEqual([]);
    leave();
    await settle();
    expect(entered).toEqual(['b']);
  });

  it('counts the smallest operation as some rows', async () => {
    const queues = new OperationQueues(limits);
    const entered: number[] = [];
    for (let at = 0; at < 6; at += 1) void queues.enter('a', 0, staying).then(() => entered.push(at));
    await settle();
    expect(entered).toHaveLength(5);
  });
});
