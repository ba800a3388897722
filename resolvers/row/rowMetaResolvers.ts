import type { GraphQLFieldResolver } from 'graphql';
import { revisionColumn } from '../../src/query/selection/metaColumns.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ContractRow } from './ContractRow.ts';

type RowMetaResolver = GraphQLFieldResolver<ContractRow, RequestContext>;

/** `RowMeta`, whose parent is the row itself. */
export const rowMetaResolvers: Readonly<Record<string, RowMetaResolver>> = {
  revision: ({ columns }) => columns[revisionColumn] ?? null,
  asOf: ({ access }, _args, { states }) => states.asOf(access.contract),
  settlement: async (row, _args, { exceptions }) => {
    const { settlement } = row.access.contract;
    return settlement === 'SETTLED' && (await exceptions(row)).length > 0 ? 'PROVISIONAL' : settlement;
  },
  exceptions: async (row, _args, { exceptions, charge }, info) => charge(info, await exceptions(row)),
  lineage: async (row, _args, { lineage, charge }, info) => charge(info, await lineage(row)),
};
