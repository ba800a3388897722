import { describe, expect, it } from '@jest/globals';
import { type GroupSpec, LiveGroup } from '../../../../src/feed/hub/LiveGroup.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import type { TailEntry } from '../../../../src/feed/hub/Tail.ts';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { textSink } from '../../../support/live/textSink.ts';

const everything: Condition = { kind: 'AND', conditions: [] };

function entry(at: number): TailEntry {
  return {
    change: {
      ...{ partition: 0, offset: BigInt(at), revision: String(at), committedAt: null },
      ...{ key: { id: 'a' }, row: { id: 'a' }, before: null, mark: '', bytes: 1 },
    },
    position: new Map(),
  };
}

function group(spec: Partial<GroupSpec>): { readonly group: LiveGroup; readonly failures: unknown[] } {
  const failures: unknown[] = [];
  const made = new LiveGroup({
    key: 'k',
    consumer: 'test',
    filter: { visible: everything, condition: everything, masked: () => undefined },
    write: ({ change }) => new LiveMessage([change.revision ?? ''], ''),
    failed: (error, sinks) => {
      failures.push([error instanceof Error ? error.message : error, sinks.length]);
    },
    ...spec,
  });
  return { group: made, failures };
}

describe('LiveGroup', () => {
  it('ends those whom it cannot tell, when a filter or a message fails, and goes on for who comes later', async () => {
    const broken = new Error('broken');
    let isBroken = true;
    const fail = (): never => {
      throw broken;
    };
    for (const spec of [
      { write: () => (isBroken ? fail() : new LiveMessage(['fine'], '')) },
      { write: () => (isBroken ? Promise.reject(broken) : new LiveMessage(['fine'], '')) },
      {
        filter: {
          get condition() {
            return isBroken ? fail() : everything;
          },
          visible: everything,
          masked: () => undefined,
        },
        write: () => new LiveMessage(['fine'], ''),
      },
    ]) {
      isBroken = true;
      const { group: made, failures } = group(spec);
      const [early, late] = [textSink(), textSink()];
      made.add(early);
      made.tell(entry(1));
      await made.idle();
      expect(failures).toEqual([['broken', 1]]);
      expect(made.isEmpty).toBe(true);
      isBroken = false;
      made.add(late);
      made.tell(entry(2));
      await made.idle();
      expect([early.texts, late.texts]).toEqual([[], ['fine']]);
    }
  });

  it('keeps the order of messages, whichever is made first', async () => {
    const gates: ((message: LiveMessage) => void)[] = [];
    const { group: made } = group({
      write: () =>
        new Promise((resolve) => {
          gates.push(resolve);
        }),
    });
    const one = textSink();
    made.add(one);
    made.tell(entry(1));
    made.tell(entry(2));
    gates[1]?.(new LiveMessage(['second'], ''));
    gates[0]?.(new LiveMessage(['first'], ''));
    await made.idle();
    expect(one.texts).toEqual(['first', 'second']);
  });

  it('ends those whose messages cannot be made as fast as changes come', async () => {
    const { group: made, failures } = group({ write: () => new Promise(() => undefined) });
    made.add(textSink());
    for (let at = 0; at < 2_001; at += 1) made.tell(entry(at));
    expect(made.pending).toBe(2_000);
    expect(failures).toEqual([['Changes come faster than what you select of them can be read.', 1]]);
    expect(made.isEmpty).toBe(true);
    await Promise.resolve();
  });
});
