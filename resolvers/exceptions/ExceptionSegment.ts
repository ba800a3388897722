import type { RangeRequest } from '../../src/query/page/Range.ts';
import type { ListedEntry } from './ListedException.ts';

/** A part of the list `exceptions` with an order of its own. The list is its segments one after another, by name. */
export interface ExceptionSegment {
  readonly name: string;
  readonly read: (request: RangeRequest) => Promise<readonly ListedEntry[]>;
  readonly count: () => Promise<number>;
}
