import type { IResolvers } from '@graphql-tools/utils';
import type { AccessProfile } from '../src/policy/AccessProfile.ts';
import { catalogResolvers } from './catalog/catalogResolvers.ts';
import { contractResolver } from './catalog/contractResolver.ts';
import { contractsResolver } from './catalog/contractsResolver.ts';
import { canFollow } from '../src/policy/canFollow.ts';
import { hasExceptions } from '../src/query/selection/exceptionPaths.ts';
import type { RequestContext } from './context/RequestContext.ts';
import { entitiesResolver } from './entities/entitiesResolver.ts';
import { entityType } from './entities/entityType.ts';
import { exceptionConnectionResolvers, exceptionResolvers } from './exceptions/exceptionResolvers.ts';
import { exceptionsResolver } from './exceptions/exceptionsResolver.ts';
import { changeNodeResolver } from './live/changeNodeResolver.ts';
import { byKeyResolver } from './query/byKeyResolver.ts';
import { listResolver } from './query/listResolver.ts';
import { rootResolver, type RootResolver } from './query/RootResolver.ts';
import { contractTypeResolvers } from './row/contractTypeResolvers.ts';
import { rowMetaResolvers } from './row/rowMetaResolvers.ts';

/** The resolvers of a caller's schema but its scalars. They hold names of the profile's shape only, so all callers of it share them. */
export function createResolvers(
  profile: AccessProfile,
  subgraphSdl: string,
): IResolvers<unknown, RequestContext> {
  const accesses = [...profile.contracts.values()];
  const withExceptions = accesses.some(({ contract }) => hasExceptions(contract));
  const roots: readonly (readonly [string, RootResolver])[] = [
    ...accesses.flatMap(({ contract: { id, queryName } }) => [
      [queryName, byKeyResolver(id)] as const,
      [`${queryName}List`, listResolver(id)] as const,
    ]),
    ['contract', contractResolver],
    ['contracts', contractsResolver],
    ...(withExceptions ? [['exceptions', exceptionsResolver] as const] : []),
    ['_entities', entitiesResolver],
    ['_service', () => ({ sdl: subgraphSdl })],
  ];
  return {
    Query: Object.fromEntries(roots.map(([name, resolve]) => [name, rootResolver(resolve)])),
    ...Object.fromEntries(
      accesses.map((access) => [access.contract.typeName, contractTypeResolvers(access, profile)]),
    ),
    ...Object.fromEntries(
      accesses
        .filter(({ contract }) => canFollow(contract))
        .map(({ contract }) => [`${contract.typeName}Change`, { node: changeNodeResolver }]),
    ),
    RowMeta: rowMetaResolvers,
    Contract: catalogResolvers,
    ...(withExceptions
      ? { ExceptionConnection: exceptionConnectionResolvers, ReconciliationException: exceptionResolvers }
      : {}),
    _Entity: { __resolveType: entityType },
  };
}
