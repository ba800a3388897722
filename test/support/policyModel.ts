import type { FieldDefinitionNode } from 'graphql';
import { Kind, parse } from 'graphql';
import type { FieldAccess } from '../../src/policy/AccessProfile.ts';
import type { Caller } from '../../src/policy/Caller.ts';
import { deriveMaskKeys } from '../../src/policy/masks/deriveMaskKeys.ts';
import type { MaskContext } from '../../src/policy/masks/MaskFunction.ts';
import type {
  Agreement,
  Consumer,
  Contract,
  ContractField,
  FieldType,
  Mask,
  MaskStrategy,
  Project,
} from '../../src/contract/model.ts';

const place = { file: 'schema/contracts/claim/v1.graphql', line: 1, column: 1 };

function fieldNode(): FieldDefinitionNode {
  const [definition] = parse('type T { f: String }').definitions;
  const node = definition?.kind === Kind.OBJECT_TYPE_DEFINITION ? definition.fields?.[0] : undefined;
  if (node === undefined) throw new Error('No field was parsed.');
  return node;
}

/** A field type from its notation: `String!`, `[Int!]`; `kind` for those that are no scalars. */
export function fieldType(notation: string, kind: FieldType['kind'] = 'SCALAR'): FieldType {
  const list = notation.startsWith('[');
  const item = list ? notation.slice(1, notation.lastIndexOf(']')) : notation;
  return {
    name: item.replace('!', ''),
    kind,
    nonNull: notation.endsWith('!'),
    list,
    itemNonNull: list && item.endsWith('!'),
  };
}

/** A field of a contract, as the compiler makes it. */
export function field(name: string, notation: string, more: Partial<ContractField> = {}): ContractField {
  return {
    name,
    column: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    description: `The ${name}.`,
    type: fieldType(notation),
    classification: 'INTERNAL',
    lineage: [],
    filterable: false,
    sortable: false,
    place,
    node: fieldNode(),
    ...more,
  };
}

export function mask(strategy: MaskStrategy, more: Partial<Mask> = {}): Mask {
  return { strategy, clearFor: [], ...more };
}

/** A masked access to a field of this type. */
export function masked(strategy: MaskStrategy, notation = 'String', more: Partial<Mask> = {}): FieldAccess {
  return {
    field: field('secret', notation, { classification: 'PERSONAL', mask: mask(strategy, more) }),
    decision: { kind: 'MASKED', strategy },
  };
}

/** A contract of one key field `claimId` with the given fields after it. */
export function contract(
  id: string,
  fields: readonly ContractField[],
  more: Partial<Contract> = {},
): Contract {
  const [name = '', version = ''] = id.split('@');
  const key = field('claimId', 'ID!');
  return {
    id,
    name,
    version: Number(version),
    typeName: 'ClaimV1',
    queryName: 'claimV1',
    description: 'A claim.',
    domain: 'claims',
    owner: 'claims-data',
    tier: 'DOMAIN',
    status: 'ACTIVE',
    settlement: 'SETTLED',
    delivery: 'AT_LEAST_ONCE_IN_ORDER_PER_KEY',
    purposes: ['AUDIT', 'CARE'],
    freshness: 'PT1H',
    key: [key],
    fields: [key, ...fields],
    links: [],
    types: new Map(),
    rowPolicies: [],
    derivedFrom: [],
    indexes: [],
    quality: [],
    serving: { schema: 'contract', table: `${name}_v${version}`, topic: id, format: 'CLOUDEVENTS' },
    sql: { file: 'v1.sql', text: 'select 1' },
    place,
    ...more,
  };
}

export function agreement(contractId: string, more: Partial<Agreement> = {}): Agreement {
  return {
    contract: contractId,
    purposes: ['AUDIT'],
    regions: 'ALL',
    until: '2027-12-31',
    acceptsProvisional: false,
    ...more,
  };
}

export function consumer(
  name: string,
  agreements: readonly Agreement[],
  more: Partial<Consumer> = {},
): Consumer {
  return { name, team: 'desk', class: 'OPERATIONAL_REPORTING', description: 'A desk.', agreements, ...more };
}

export function project(contracts: readonly Contract[], consumers: readonly Consumer[]): Project {
  return {
    purposes: ['AUDIT', 'CARE', 'PRICING'],
    regions: ['EU', 'US', 'APAC'],
    sharedTypes: new Map(),
    vocabulary: new Map(),
    contracts,
    products: [],
    reconciliations: [],
    consumers,
    declaredTopics: [],
  };
}

export function caller(more: Partial<Caller> = {}): Caller {
  return {
    consumer: 'desk',
    purposes: ['AUDIT'],
    purpose: 'AUDIT',
    claims: new Map(),
    expiresAt: new Date('2027-01-01T00:00:00Z'),
    ...more,
  };
}

export const maskKeys = deriveMaskKeys('a secret of the tests, not of anybody else');

export function maskContext(more: Partial<MaskContext> = {}): MaskContext {
  return { keys: maskKeys, purpose: 'AUDIT', contractId: 'claim@1', rowKey: '["1"]', ...more };
}
