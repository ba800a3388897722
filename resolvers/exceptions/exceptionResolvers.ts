import type { GraphQLFieldResolver } from 'graphql';
import type { Project } from '../../src/contract/model.ts';
import { typeLookup, writeValue } from '../../src/query/values/writeValue.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ContractRow } from '../row/ContractRow.ts';
import type { ExceptionConnection } from './exceptionConnection.ts';
import type { ListedException } from './ListedException.ts';
import { recordConcerned } from './recordConcerned.ts';

type Resolvers<Source> = Readonly<Record<string, GraphQLFieldResolver<Source, RequestContext>>>;

/** `ExceptionConnection`; its other fields are the connection's own functions. */
export const exceptionConnectionResolvers: Resolvers<ExceptionConnection> = {
  edges: async ({ entries, encode }, _args, { charge }, info) =>
    charge(
      info,
      (await entries()).map(({ exception, position }) => ({ node: exception, cursor: encode(position) })),
    ),
  nodes: async ({ entries }, _args, { charge }, info) =>
    charge(
      info,
      (await entries()).map(({ exception }) => exception),
    ),
};

/** `ReconciliationException`; its other fields are members of the exception. */
export const exceptionResolvers: Resolvers<ListedException> = {
  rows: async ({ id, concerns }, _args, context, info) => {
    const rows = concerns.kind === 'ROW' ? [concerns.row] : await context.concernedRows(id, concerns.paths);
    for (const { access } of rows) recordConcerned(context, access, 'ReconciliationException.rows', 1);
    return context.charge(
      info,
      rows.map((row) => concernedRow(row, context.project)),
    );
  },
};

/** The row's key as its contract shows it; a key is never masked. */
function concernedRow({ access, columns }: ContractRow, project: Project): Readonly<Record<string, unknown>> {
  const { contract, fields } = access;
  const key = contract.key.flatMap(({ name, column }) => {
    const field = fields.get(name);
    return field === undefined
      ? []
      : [[name, writeValue(field, columns[column], typeLookup(contract, project), contract.id)] as const];
  });
  return { contract: contract.id, key: Object.fromEntries(key) };
}
