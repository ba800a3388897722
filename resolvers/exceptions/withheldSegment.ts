import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import type { Reconciliation } from '../../src/contract/model.ts';
import type { Position } from '../../src/query/order/keysetRanges.ts';
import type { ExceptionPath } from '../../src/query/selection/exceptionPaths.ts';
import {
  withheldExceptionCountStatement,
  withheldExceptionsStatement,
} from '../../src/query/statements/withheldExceptionsStatement.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import { withheldException } from '../loaders/withheldException.ts';
import { contractRow } from '../row/ContractRow.ts';
import type { ExceptionSegment } from './ExceptionSegment.ts';
import { recordConcerned } from './recordConcerned.ts';

interface WithheldRow {
  readonly _position: Position;
  readonly [keyColumn: string]: unknown;
}

/** What stands at a contract's rows for open exceptions of a reconciliation whose kinds the caller may not know, by key. */
export function withheldSegment(
  context: RequestContext,
  access: ContractAccess,
  reconciliation: Reconciliation,
  paths: readonly ExceptionPath[],
): ExceptionSegment {
  const { database } = context;
  return {
    name: `${access.contract.id} ${reconciliation.name}`,
    read: async (request) => {
      const rows = await database.query<WithheldRow>(withheldExceptionsStatement(paths, request));
      return rows.map((columns) => {
        const row = contractRow(access, columns);
        return {
          position: columns._position,
          exception: {
            ...withheldException(row, reconciliation, context),
            reconciliation: reconciliation.name,
            severity: null,
            resolvedAt: null,
            concerns: { kind: 'ROW', row },
          },
        };
      });
    },
    count: async () => {
      const [counted] = await database.query<{ total: number }>(withheldExceptionCountStatement(paths));
      recordConcerned(context, access, 'exceptions', counted?.total ?? 0);
      return counted?.total ?? 0;
    },
  };
}
