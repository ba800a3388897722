import type { Position } from '../../src/query/order/keysetRanges.ts';
import { cutPage, type PageRows } from '../../src/query/page/cutPage.ts';
import type { Page } from '../../src/query/page/Page.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ExceptionSegment } from './ExceptionSegment.ts';
import { concernedAccesses, type ListedEntry } from './ListedException.ts';
import { hasBeyond, readExceptionPage } from './readExceptionPage.ts';
import { recordConcerned } from './recordConcerned.ts';

/** A page of exceptions as the connection type's fields, each of which graphql-js finds here by its name and calls when it is selected. */
export interface ExceptionConnection {
  readonly entries: () => Promise<readonly ListedEntry[]>;
  readonly pageInfo: () => Readonly<Record<string, () => Promise<unknown>>>;
  readonly totalCount: () => Promise<number>;
  readonly encode: (position: Position) => string;
}

/** Reads nothing yet: the page once when something of it is selected, and a summary only for the field that it is for. */
export function exceptionConnection(
  context: RequestContext,
  segments: readonly ExceptionSegment[],
  page: Page,
  encode: (position: Position) => string,
): ExceptionConnection {
  let reading: Promise<PageRows<ListedEntry>> | undefined;
  const read = (): Promise<PageRows<ListedEntry>> => (reading ??= readPage(context, segments, page));
  const cursorAt = async (index: number): Promise<string | null> => {
    const entry = (await read()).rows.at(index);
    return entry === undefined ? null : encode(entry.position);
  };
  return {
    encode,
    entries: async () => (await read()).rows,
    pageInfo: () => ({
      hasNextPage: async () => (await read()).hasNextPage || hasBeyond(segments, page.before, 'after'),
      hasPreviousPage: async () =>
        (await read()).hasPreviousPage || hasBeyond(segments, page.after, 'before'),
      startCursor: () => cursorAt(0),
      endCursor: () => cursorAt(-1),
    }),
    totalCount: async () => {
      const counts = await Promise.all(segments.map(({ count }) => count()));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

async function readPage(
  context: RequestContext,
  segments: readonly ExceptionSegment[],
  page: Page,
): Promise<PageRows<ListedEntry>> {
  const cut = cutPage(page, await readExceptionPage(segments, page), {
    atOrBeforeAfter: false,
    atOrAfterBefore: false,
  });
  for (const { exception } of cut.rows) {
    for (const access of concernedAccesses(exception)) recordConcerned(context, access, 'exceptions', 1);
  }
  return cut;
}
