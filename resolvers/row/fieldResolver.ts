import type { GraphQLFieldResolver } from 'graphql';
import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import { maskValue } from '../../src/policy/masks/maskValue.ts';
import { keepsExactNumbers } from '../../src/query/selection/keepsExactNumbers.ts';
import { textName } from '../../src/query/statements/ReadColumns.ts';
import { parseExactJson } from '../../src/query/values/parseExactJson.ts';
import { typeLookup, writeValue } from '../../src/query/values/writeValue.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ContractRow } from './ContractRow.ts';

/** Resolves a contract's field: the stored value, masked for the caller, as the wire wants it; nested types included. */
export function fieldResolver(name: string): GraphQLFieldResolver<ContractRow, RequestContext> {
  return ({ access, columns, key }, _args, { maskKeys, profile, project, budget, charge }, info) => {
    budget.assertLeft();
    const field = access.fields.get(name);
    if (field === undefined) {
      throw new ConcordatError('INTERNAL_SERVER_ERROR', `\`${name}\` does not exist for this caller.`);
    }
    const { column } = field.field;
    const text = columns[textName(column)];
    const raw = keepsExactNumbers(field) && typeof text === 'string' ? parseExactJson(text) : columns[column];
    const seen = maskValue(field, raw, {
      keys: maskKeys,
      purpose: profile.purpose,
      contractId: access.contract.id,
      rowKey: key,
    });
    return charge(info, writeValue(field, seen, typeLookup(access.contract, project), access.contract.id));
  };
}
