import type { CursorScope } from '../../src/query/cursor/CursorCodec.ts';
import { parsePage } from '../../src/query/page/parsePage.ts';
import { exceptionPaths } from '../../src/query/selection/exceptionPaths.ts';
import type { ExceptionFilter } from '../../src/query/statements/toldExceptionsStatement.ts';
import { pageArguments } from '../list/pageArguments.ts';
import type { RootResolver } from '../query/RootResolver.ts';
import { exceptionConnection } from './exceptionConnection.ts';
import { exceptionSegments } from './exceptionSegments.ts';
import { recordConcerned } from './recordConcerned.ts';

/** Root field `exceptions`: those that concern a row which the caller may see, page by page. */
export const exceptionsResolver: RootResolver = async (_root, args, context) => {
  const { profile, project, cursors, states } = context;
  const filter = filterOf(args);
  const scope: CursorScope = {
    contract: 'exceptions',
    ordering: JSON.stringify([filter.kind ?? null, filter.owner ?? null, filter.open ?? null]),
    caller: profile.key,
  };
  const page = parsePage(pageArguments(args), (cursor) => cursors.decode(scope, cursor));
  const paths = exceptionPaths(profile, project);
  const accesses = new Set(paths.map(({ access }) => access));
  await Promise.all(Array.from(accesses, ({ contract }) => states.asOf(contract)));
  // That there is none is told of all of these too.
  for (const access of accesses) recordConcerned(context, access, 'exceptions', 0);
  return exceptionConnection(context, exceptionSegments(context, paths, filter), page, (position) =>
    cursors.encode(scope, position),
  );
};

function filterOf({ kind, owner, open }: Readonly<Record<string, unknown>>): ExceptionFilter {
  return {
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof owner === 'string' ? { owner } : {}),
    ...(typeof open === 'boolean' ? { open } : {}),
  };
}
