import type { PageArguments } from '../../src/query/page/parsePage.ts';

/** The paging arguments of a list field, whose types the schema has checked. */
export function pageArguments(args: Readonly<Record<string, unknown>>): PageArguments {
  return {
    first: numberOf(args['first']),
    after: textOf(args['after']),
    last: numberOf(args['last']),
    before: textOf(args['before']),
  };
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
