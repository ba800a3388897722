import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Position } from '../order/keysetRanges.ts';
import { pageSize, type Page } from './Page.ts';

/** The paging arguments of a list as graphql-js coerces them. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/**
 * Reads the paging arguments of the Relay connection specification (https://relay.dev/graphql/connections.htm).
 *
 * @throws ConcordatError BAD_USER_INPUT for `first` with `last` or a negative number; LIMIT_EXCEEDED for more than 500;
 * CURSOR_INVALID from `decode`.
 */
export function parsePage(given: PageArguments, decode: (cursor: string) => Position): Page {
  const { first = null, last = null, after = null, before = null } = given;
  if (first !== null && last !== null) {
    throw new ConcordatError('BAD_USER_INPUT', '`first` and `last` are both given.', {
      fix: 'Use `first` with `after` to go forwards, or `last` with `before` to go backwards.',
    });
  }
  return {
    from: last === null ? 'START' : 'END',
    size: last === null ? size('first', first ?? pageSize.default) : size('last', last),
    ...(after === null ? {} : { after: decode(after) }),
    ...(before === null ? {} : { before: decode(before) }),
  };
}

function size(name: string, value: number): number {
  if (value < 0) {
    throw new ConcordatError('BAD_USER_INPUT', `\`${name}\` is negative.`, {
      fix: `Use a number from 0 to ${pageSize.most}.`,
    });
  }
  if (value > pageSize.most) {
    throw new ConcordatError(
      'LIMIT_EXCEEDED',
      `\`${name}\` is ${value}; at most ${pageSize.most} are allowed.`,
      {
        fix: 'Ask page by page, with the cursor of the last edge.',
      },
    );
  }
  return value;
}
