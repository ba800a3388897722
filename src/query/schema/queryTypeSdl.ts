import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import { deprecationReason } from './contractDescription.ts';
import { exceptionsFieldSdl } from './exceptionsSdl.ts';
import type { SchemaFlavor } from './SchemaFlavor.ts';
import { shareableSdl } from './SchemaFlavor.ts';
import { deprecatedSdl, meaningSdl, typeSdl } from './sdlText.ts';
import { successorOf } from './versionsOf.ts';

/** The root fields: two a contract, the catalog, exceptions, and Federation's own. */
export function queryTypeSdl(profile: AccessProfile, flavor: SchemaFlavor): string {
  const contracts = [...profile.contracts.values()].flatMap((access) => contractFields(access, profile));
  const federation = `
  "The entities that these representations name, in their order."
  _entities("At most 500." representations: [_Any!]!): [_Entity]!
  "This schema as a subgraph."
  _service: _Service!`;
  return `
"What you may read: rows of contracts and what the contracts promise."
type Query {
  ${contracts.join('\n  ')}
  "A contract version that you may use; without \`version\` the newest one."
  contract("Without its version." name: String! "The newest that you may use when left out." version: Int): Contract${shareableSdl(flavor)}
  "The contract versions that you may use."
  contracts(
    "Only those of this business domain."
    domain: String
    "Only those of this tier."
    tier: ContractTier
    "Only those in this state."
    status: ContractStatus
  ): [Contract!]!${shareableSdl(flavor)}
  ${exceptionsFieldSdl(profile, flavor)}
  ${flavor === 'EXECUTABLE' ? federation : ''}
}
`;
}

function contractFields({ contract }: ContractAccess, profile: AccessProfile): string[] {
  const { queryName, typeName, id } = contract;
  const key = contract.key
    .map(({ name, type, description }) => `${meaningSdl(description)}${name}: ${typeSdl(type)}`)
    .join('\n');
  const deprecated = deprecatedSdl(deprecationReason(contract, successorOf(contract, profile)));
  return [
    `"The row of ${id} with this key, if there is one."
  ${queryName}(${key}): ${typeName}${deprecated}`,
    `"The rows of ${id}, page by page, ordered by key unless \`orderBy\` says otherwise."
  ${queryName}List(
    "What rows must be like; all rows when left out."
    where: ${typeName}Where
    "One field an entry, the most important first; the key decides among equals."
    orderBy: [${typeName}OrderBy!]
    "How many rows from the start; 50 unless said otherwise, at most 500."
    first: Int
    "Only rows after this cursor."
    after: String
    "How many rows from the end; at most 500."
    last: Int
    "Only rows before this cursor."
    before: String
  ): ${typeName}Connection!${deprecated}`,
  ];
}
