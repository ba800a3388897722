import type { GraphQLFieldResolver } from 'graphql';
import type { Contract } from '../../src/contract/model.ts';
import type { AccessProfile, ContractAccess } from '../../src/policy/AccessProfile.ts';
import { visibleLinks } from '../../src/policy/visibleLinks.ts';
import { predecessorOf, successorOf, versionsOf } from '../../src/query/schema/versionsOf.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import { contractFreshness } from '../context/contractFreshness.ts';
import { contractFieldEntries } from './contractFieldEntries.ts';
import { contractSource } from './contractSource.ts';

type CatalogResolver = GraphQLFieldResolver<ContractAccess, RequestContext>;

/** Fields of `Contract` that the model holds under their own names. */
const plain = [
  'name',
  'version',
  'description',
  'domain',
  'owner',
  'tier',
  'status',
  'settlement',
  'delivery',
  'definedBy',
  'residesIn',
  'typeName',
  'quality',
  'sunset',
  'expires',
] as const satisfies readonly (keyof Contract)[];

/** `Contract`, whose parent is the caller's access to it. */
export const catalogResolvers: Readonly<Record<string, CatalogResolver>> = {
  ...Object.fromEntries(
    plain.map((name): [string, CatalogResolver] => [name, ({ contract }) => contract[name]]),
  ),
  purposes: (_access, _args, { profile }) => [profile.purpose],
  key: ({ contract }) => contract.key.map(({ name }) => name),
  residency: ({ contract: { residency }, fields }) => fields.get(residency?.name ?? '')?.field.name,
  byKeyField: ({ contract }) => contract.queryName,
  listField: ({ contract }) => `${contract.queryName}List`,
  fields: (access, _args, { project, profile: { purpose }, charge }, info) =>
    charge(info, contractFieldEntries(access, project, purpose)),
  links: (access, _args, { profile }) => visibleLinks(access, profile),
  sla: ({ contract: { freshness, retention, availability } }) => ({ freshness, retention, availability }),
  freshness: ({ contract }, _args, context) => contractFreshness(context, contract),
  lineage: ({ contract }, _args, { project, charge }, info) =>
    charge(
      info,
      contract.derivedFrom.map((from) =>
        contractSource(
          project,
          from.kind === 'product' ? `${from.product}.${from.table}` : from.reconciliation,
        ),
      ),
    ),
  versions: ({ contract }, _args, { profile }) => versionsOf(contract.name, profile),
  supersedes: ({ contract }, _args, { profile }) => accessTo(predecessorOf(contract, profile), profile),
  supersededBy: ({ contract }, _args, { profile }) => accessTo(successorOf(contract, profile), profile),
};

function accessTo(contract: Contract | undefined, { contracts }: AccessProfile): ContractAccess | null {
  return contracts.get(contract?.id ?? '') ?? null;
}
