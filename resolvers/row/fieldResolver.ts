import type { GraphQLFieldResolver } from 'graphql';
import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ContractRow } from './ContractRow.ts';
import { fieldValue } from './fieldValue.ts';

/** Resolves a contract's field. */
export function fieldResolver(name: string): GraphQLFieldResolver<ContractRow, RequestContext> {
  return (row, _args, context, info) => {
    context.budget.assertLeft();
    const field = row.access.fields.get(name);
    if (field === undefined) {
      throw new ConcordatError('INTERNAL_SERVER_ERROR', `\`${name}\` does not exist for this caller.`);
    }
    return context.charge(info, fieldValue(field, row, context));
  };
}
