import type { GraphQLFieldResolver } from 'graphql';
import type { AccessProfile, ContractAccess } from '../../src/policy/AccessProfile.ts';
import { visibleLinks } from '../../src/policy/visibleLinks.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ContractRow } from './ContractRow.ts';
import { fieldResolver } from './fieldResolver.ts';
import { linkResolver } from './linkResolver.ts';

type RowResolvers = Readonly<Record<string, GraphQLFieldResolver<ContractRow, RequestContext>>>;

/** The resolvers of a contract's type. Only names come from the profile here; the caller's own is in the context. */
export function contractTypeResolvers(access: ContractAccess, profile: AccessProfile): RowResolvers {
  const fields = Array.from(access.fields.keys(), (name) => [name, fieldResolver(name)] as const);
  const links = visibleLinks(access, profile).map((link) => [link.name, linkResolver(link)] as const);
  return { ...Object.fromEntries([...fields, ...links]), _meta: (row) => row };
}
