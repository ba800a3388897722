import type { GraphQLFieldResolver } from 'graphql';
import type { Contract, ContractLink } from '../../src/contract/model.ts';
import type { KeyValues } from '../../src/query/statements/byKeyStatement.ts';
import { keyValue } from '../context/keyValue.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import { readByKey } from '../context/readByKey.ts';
import type { ContractRow } from './ContractRow.ts';

/** Resolves a link: the target's row with this key, if the caller may see it; all of a list's links in one statement. */
export function linkResolver(link: ContractLink): GraphQLFieldResolver<ContractRow, RequestContext> {
  return ({ access, columns }, _args, context, info) => {
    const target = context.profile.contracts.get(link.to);
    if (target === undefined) return null;
    const key = keyFrom(
      target.contract,
      link.by.map((column) => columns[column]),
    );
    if (key === undefined) return null;
    return readByKey(context, target, key, info, `${access.contract.typeName}.${link.name}`);
  };
}

/** One row's broken value must not take the links of the other rows with it. */
function keyFrom({ key }: Contract, values: readonly unknown[]): KeyValues | undefined {
  const parts = key.flatMap((field, index) => keyValue(field, values[index]) ?? []);
  return parts.length === key.length ? parts : undefined;
}
