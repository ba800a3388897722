import type { GraphQLFieldResolver } from 'graphql';
import type { ContractLink } from '../../src/contract/model.ts';
import type { KeyValues } from '../../src/query/statements/byKeyStatement.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import { readByKey } from '../context/readByKey.ts';
import type { ContractRow } from './ContractRow.ts';

/** Resolves a link: the target's row with this key, if the caller may see it; all of a list's links in one statement. */
export function linkResolver(link: ContractLink): GraphQLFieldResolver<ContractRow, RequestContext> {
  return ({ access, columns }, _args, context, info) => {
    const target = context.profile.contracts.get(link.to);
    const key = keyFrom(link.by.map((column) => columns[column]));
    if (target === undefined || key === undefined) return null;
    return readByKey(context, target, key, info, `${access.contract.typeName}.${link.name}`);
  };
}

function keyFrom(values: readonly unknown[]): KeyValues | undefined {
  const key = values.filter((value) => typeof value === 'string' || typeof value === 'number');
  return key.length === values.length ? key : undefined;
}
