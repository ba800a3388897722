import type { AccessProfile, ContractAccess } from '../../src/policy/AccessProfile.ts';
import { orderingText } from '../../src/query/order/orderingText.ts';
import { parseOrderBy } from '../../src/query/order/parseOrderBy.ts';
import type { CursorScope } from '../../src/query/cursor/CursorCodec.ts';
import type { Ordering } from '../../src/query/order/OrderTerm.ts';
import { parsePage } from '../../src/query/page/parsePage.ts';
import { planList } from '../../src/query/selection/planList.ts';
import { listStatement } from '../../src/query/statements/listStatement.ts';
import { conditionPaths } from '../../src/query/where/conditionPaths.ts';
import { parseWhere } from '../../src/query/where/parseWhere.ts';
import { coveredAccess } from '../context/coveredAccess.ts';
import { connection } from '../list/connection.ts';
import { pageArguments } from '../list/pageArguments.ts';
import { readListRows } from '../list/readListRows.ts';
import type { RootResolver } from './RootResolver.ts';

/** Root field `<contract>List`: one statement, whatever is selected of the connection. */
export function listResolver(contractId: string): RootResolver {
  return async (_root, args, context, info) => {
    const { profile, cursors, database, accesses, states } = context;
    const access = coveredAccess(context, contractId);
    const condition = parseWhere(args['where'], access);
    const ordering = parseOrderBy(args['orderBy'], access);
    const scope = cursorScope(access, ordering, profile);
    const page = parsePage(pageArguments(args), (cursor) => cursors.decode(scope, cursor));
    const plan = planList(info, profile, access, info.fieldNodes);

    await states.asOf(access.contract);
    const read = await database.query(
      listStatement({
        access,
        purpose: profile.purpose,
        condition,
        ordering,
        page: plan.rows ? page : { ...page, size: 0 },
        columns: plan.row.columns,
        cursors: plan.cursors,
        summary: {
          totalCount: plan.totalCount,
          atOrBeforeAfter: plan.hasPreviousPage,
          atOrAfterBefore: plan.hasNextPage,
        },
      }),
    );

    const list = readListRows(access, page, read);
    const asked = [...conditionPaths(condition), ...ordering.map(({ field }) => field.name)];
    const told = Math.max(plan.rows ? list.page.rows.length : 0, list.totalCount ?? 0);
    accesses.record(access, info.fieldName, [...plan.row.paths, ...asked], told);
    return connection(list, (position) => cursors.encode(scope, position));
  };
}

function cursorScope(access: ContractAccess, ordering: Ordering, { key }: AccessProfile): CursorScope {
  return { contract: access.contract.id, ordering: orderingText(ordering), caller: key };
}
