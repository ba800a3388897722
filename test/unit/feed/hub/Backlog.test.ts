import { expect, it } from '@jest/globals';
import { Backlog } from '../../../../src/feed/hub/Backlog.ts';
import { LiveGroup } from '../../../../src/feed/hub/LiveGroup.ts';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import type { LivePosition } from '../../../../src/feed/live/LivePosition.ts';
import { textSink } from '../../../support/live/textSink.ts';
import { until } from '../../../support/until.ts';

const everything = { kind: 'AND', conditions: [] } as const;
const at = (next: bigint): LivePosition => new Map([[0, { next }]]);
const entry = (revision: number) => ({
  position: at(BigInt(revision)),
  change: {
    ...{ partition: 0, offset: BigInt(revision), key: { id: 'a' }, row: { id: 'a' }, before: null },
    ...{ revision: String(revision), committedAt: null, mark: '', bytes: 100 },
  },
});

function follower() {
  const sink = textSink();
  const group = new LiveGroup({
    ...{ key: 'g', consumer: 'c' },
    filter: { condition: everything, visible: everything, masked: () => undefined },
    write: ({ change }) => new LiveMessage([change.revision ?? ''], ''),
    failed: (error) => {
      throw error;
    },
  });
  group.add(sink);
  return { sink, group };
}

it('counts each group that waits, says up to where all were told, and tells nothing that was cleared', async () => {
  const { sink, group } = follower();
  const turns: (() => void)[] = [];
  const over: number[] = [];
  const backlog = new Backlog({
    next: () => new Promise<void>((resolve) => turns.push(resolve)),
    told: () => undefined,
    over: () => {
      over.push(sink.texts.length);
    },
  });
  const tellings = Array.from({ length: 1_000 }, () => ({ group }));
  backlog.add({ entry: entry(1), from: at(0n), tellings: [{ group }] });
  backlog.add({ entry: entry(2), from: at(1n), tellings });
  expect(backlog.bytes).toBeGreaterThan(64_000);
  expect(backlog.position).toEqual(at(0n));
  backlog.clear();
  expect([backlog.bytes, backlog.position]).toEqual([0, at(0n)]);
  backlog.add({ entry: entry(3), from: at(2n), tellings: [{ group }] });
  turns[0]?.();
  await until('it is over', () => over.length > 0);
  expect([sink.texts, over, backlog.bytes, backlog.position]).toEqual([['3'], [1], 0, undefined]);
});
