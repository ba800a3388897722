import { withheldKind } from '../../src/contract/withheldKind.ts';
import type { ExceptionPath } from '../../src/query/selection/exceptionPaths.ts';
import type { ExceptionFilter } from '../../src/query/statements/toldExceptionsStatement.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ExceptionSegment } from './ExceptionSegment.ts';
import { toldSegment } from './toldSegment.ts';
import { withheldSegment } from './withheldSegment.ts';

/**
 * The segments of the exceptions that fit a filter, in their order. A filter sees what the caller is shown and nothing else: a
 * kind that is withheld is found as `WITHHELD` alone, in the name of its reconciliation's owner, and only while it is open.
 */
export function exceptionSegments(
  context: RequestContext,
  paths: readonly ExceptionPath[],
  filter: ExceptionFilter,
): readonly ExceptionSegment[] {
  const { kind, owner, open } = filter;
  const told = paths.filter((path) => (kind === undefined ? path.told.length > 0 : path.told.includes(kind)));
  const withheld =
    open === false || (kind !== undefined && kind !== withheldKind)
      ? []
      : paths.filter(({ reconciliation }) => owner === undefined || owner === reconciliation.owner);
  const bySource = Map.groupBy(withheld, ({ access, reconciliation }) =>
    JSON.stringify([access.contract.id, reconciliation.name]),
  );
  const segments = [...bySource.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [withheldSegment(context, first.access, first.reconciliation, group)];
  });
  return [...(told.length === 0 ? [] : [toldSegment(context, told, filter)]), ...segments].sort(
    (left, right) => (left.name < right.name ? -1 : 1),
  );
}
