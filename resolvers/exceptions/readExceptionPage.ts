import type { Position } from '../../src/query/order/keysetRanges.ts';
import type { Page } from '../../src/query/page/Page.ts';
import type { Bound, Range, RangeRequest } from '../../src/query/page/Range.ts';
import type { ExceptionSegment } from './ExceptionSegment.ts';
import type { ListedEntry } from './ListedException.ts';

/** Reads a page and one entry more, from the end where the page begins. Positions begin with the name of their segment. */
export function readExceptionPage(
  segments: readonly ExceptionSegment[],
  { from, size, after, before }: Page,
): Promise<readonly ListedEntry[]> {
  const range = {
    ...(after === undefined ? {} : { after: { position: after, inclusive: false } }),
    ...(before === undefined ? {} : { before: { position: before, inclusive: false } }),
  };
  return readRange(segments, { range, from, most: size + 1 });
}

/** Whether the list has an entry at a position or on the far side of it. */
export async function hasBeyond(
  segments: readonly ExceptionSegment[],
  position: Position | undefined,
  side: keyof Range,
): Promise<boolean> {
  if (position === undefined) return false;
  const range = { [side]: { position, inclusive: true } };
  const found = await readRange(segments, { range, from: side === 'after' ? 'START' : 'END', most: 1 });
  return found.length > 0;
}

/** One segment after the other, and none that is not needed. */
async function readRange(
  segments: readonly ExceptionSegment[],
  { range, from, most }: RangeRequest,
): Promise<readonly ListedEntry[]> {
  const entries: ListedEntry[] = [];
  for (const segment of from === 'START' ? segments : segments.toReversed()) {
    const within = rangeWithin(segment.name, range);
    if (within === undefined) continue;
    const read = await segment.read({ range: within, from, most: most - entries.length });
    entries.push(
      ...read.map(({ position, exception }) => ({ position: [segment.name, ...position], exception })),
    );
    if (entries.length >= most) break;
  }
  return entries;
}

/** The part of a segment that is in a range; undefined when none is. */
function rangeWithin(name: string, { after, before }: Range): Range | undefined {
  const from = after?.position[0] ?? '';
  const to = before?.position[0] ?? name;
  if (name < from || name > to) return undefined;
  return {
    ...(after !== undefined && name === from ? { after: inner(after) } : {}),
    ...(before !== undefined && name === to ? { before: inner(before) } : {}),
  };
}

function inner({ position, inclusive }: Bound): Bound {
  return { position: position.slice(1), inclusive };
}
