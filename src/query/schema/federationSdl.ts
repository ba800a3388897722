import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { SchemaFlavor } from './SchemaFlavor.ts';

/** What makes the schema a subgraph: https://www.apollographql.com/docs/federation/subgraph-spec/ */
export function federationSdl(profile: AccessProfile, flavor: SchemaFlavor): string {
  if (flavor === 'SUBGRAPH') {
    return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])`;
  }
  const entities = [...profile.contracts.values()].map(({ contract }) => contract.typeName);
  return `
"A row of a contract, found by its key."
union _Entity = ${entities.join(' | ')}

"What a Federation router asks of a subgraph."
type _Service {
  "This schema in Federation's words."
  sdl: String!
}
`;
}
