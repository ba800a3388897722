import { describe, expect, it } from '@jest/globals';
import { MessageList, type ShownMessages } from '../../../../src/server/graphiql/page/MessageList.ts';

async function readAll(list: MessageList): Promise<readonly ShownMessages[]> {
  const shown: ShownMessages[] = [];
  for await (const one of list.read()) shown.push(one);
  return shown;
}

describe('MessageList', () => {
  it('counts every message, and shows the last of them, the newest first', async () => {
    const list = new MessageList();
    const reading = readAll(list);
    for (let id = 1; id <= 120; id += 1) list.add({ id });
    list.end();
    const last = (await reading).at(-1);
    expect(last?.messages).toBe(120);
    expect(last?.newestFirst.length).toBe(50);
    expect(last?.newestFirst.slice(0, 2)).toEqual([{ id: 120 }, { id: 119 }]);
  });

  it('is shown anew as messages come, and not for each of many', async () => {
    const list = new MessageList();
    const shown = list.read();
    list.add({ id: 1 });
    expect(await shown.next()).toEqual({ done: false, value: { messages: 1, newestFirst: [{ id: 1 }] } });
    const next = shown.next();
    for (let id = 2; id <= 10; id += 1) list.add({ id });
    expect((await next).value?.messages).toBe(10);
    list.end();
    expect(await shown.next()).toEqual({ done: true, value: undefined });
  });

  it('shows nothing where nothing came', async () => {
    const list = new MessageList();
    list.end();
    expect(await readAll(list)).toEqual([]);
  });
});
