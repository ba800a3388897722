import type { ExceptionPath } from '../../src/query/selection/exceptionPaths.ts';
import {
  toldExceptionCountStatement,
  toldExceptionsStatement,
  type ExceptionFilter,
  type ToldExceptionCount,
  type ToldExceptionRow,
} from '../../src/query/statements/toldExceptionsStatement.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ExceptionSegment } from './ExceptionSegment.ts';
import type { ListedEntry } from './ListedException.ts';
import { recordConcerned } from './recordConcerned.ts';

/** Before every other: names of those begin with a contract's. */
const name = '';

/** The exceptions whose kinds the caller may know, in the order in which they were opened. */
export function toldSegment(
  context: RequestContext,
  paths: readonly ExceptionPath[],
  filter: ExceptionFilter,
): ExceptionSegment {
  const { database } = context;
  return {
    name,
    read: async (request) => {
      const rows = await database.query<ToldExceptionRow>(toldExceptionsStatement(paths, filter, request));
      return rows.map((row) => toEntry(row, paths));
    },
    count: async () => {
      const [counted] = await database.query<ToldExceptionCount>(toldExceptionCountStatement(paths, filter));
      for (const [place, path] of paths.entries()) {
        recordConcerned(context, path.access, 'exceptions', counted?.by_path?.[place] ?? 0);
      }
      return counted?.total ?? 0;
    },
  };
}

function toEntry(row: ToldExceptionRow, all: readonly ExceptionPath[]): ListedEntry {
  const { id, reconciliation, kind, owner, severity } = row;
  const paths = all.filter((_path, place) => row.paths.includes(place));
  return {
    position: row._position,
    exception: {
      ...{ id, reconciliation, kind, owner, severity },
      openedAt: row.opened_at,
      dueAt: row.due_at,
      resolvedAt: row.resolved_at,
      concerns: { kind: 'PATHS', paths },
    },
  };
}
