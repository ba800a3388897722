import type { Page } from './Page.ts';

/** What a list statement brought, in the order of the list, without the row beyond the page. */
export interface PageRows<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Whether there are rows on the far side of the page's bounds; false where there is no bound. */
export interface BeyondBounds {
  readonly atOrBeforeAfter: boolean;
  readonly atOrAfterBefore: boolean;
}

/**
 * Turns the rows of a list statement (from the page's end, one more than its size) into the page.
 * Relay: https://relay.dev/graphql/connections.htm#sec-undefined.PageInfo.Fields
 */
export function cutPage<Row>(page: Page, read: readonly Row[], beyond: BeyondBounds): PageRows<Row> {
  const more = read.length > page.size;
  const rows = read.slice(0, page.size);
  return page.from === 'START'
    ? { rows, hasNextPage: more || beyond.atOrAfterBefore, hasPreviousPage: beyond.atOrBeforeAfter }
    : {
        rows: rows.toReversed(),
        hasNextPage: beyond.atOrAfterBefore,
        hasPreviousPage: more || beyond.atOrBeforeAfter,
      };
}
