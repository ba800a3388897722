import type { AccessProfile } from '../../policy/AccessProfile.ts';
import type { Contract } from '../../contract/model.ts';
import { canFollow } from '../../policy/canFollow.ts';
import { deprecationReason } from './contractDescription.ts';
import { deprecatedSdl } from './sdlText.ts';
import { successorOf } from './versionsOf.ts';

/** The root of subscriptions with the types of changes; empty where nothing can be followed. */
export function subscriptionSdl(profile: AccessProfile): string {
  const contracts = [...profile.contracts.values()]
    .map(({ contract }) => contract)
    .filter((contract) => canFollow(contract));
  if (contracts.length === 0) return '';
  return `
"What you may follow: rows of contracts as they change."
type Subscription {
  ${contracts.map((contract) => fieldSdl(contract, profile)).join('\n  ')}
}

"What has happened to a row."
enum ChangeKind {
  "The row as it was when the subscription began, for \`snapshot: true\`."
  SNAPSHOT
  "All rows of the snapshot were told; from here on changes follow. Has no row."
  SNAPSHOT_COMPLETE
  "The row is new, or as it is now."
  UPSERT
  "The row is gone, or no longer one of those that were asked for or that you may see. Has a key and no values."
  DELETE
}

${contracts.map(changeSdl).join('\n')}`;
}

function fieldSdl(contract: Contract, profile: AccessProfile): string {
  const { queryName, typeName, id } = contract;
  return `"The changes of rows of ${id}, those of a row in the order of its revisions."
  ${queryName}(
    "What rows must be like; a row that stops being so arrives as DELETE. All rows when left out."
    where: ${typeName}Where
    "Only what came after the change with this cursor; nothing is left out. CURSOR_EXPIRED where that can no longer be told."
    after: String
    "Whether the rows come first as they are, then SNAPSHOT_COMPLETE, then changes with no gap between. Not together with \`after\`."
    snapshot: Boolean = false
  ): ${typeName}Change!${deprecatedSdl(deprecationReason(contract, successorOf(contract, profile)))}`;
}

function changeSdl({ typeName, id }: Contract): string {
  return `
"A change of a row of ${id}."
type ${typeName}Change {
  "What has happened."
  kind: ChangeKind!
  "The key's fields by their names; null for SNAPSHOT_COMPLETE."
  key: JSON
  "The row; null where it is gone for you, and for SNAPSHOT_COMPLETE."
  node: ${typeName}
  "Grows with each change of the row. Null for SNAPSHOT_COMPLETE and where another pipeline fills the topic."
  revision: BigInt
  "For \`after\`: opaque, and good for the same caller with the same filter."
  cursor: String!
  "When the change was committed; null for SNAPSHOT and SNAPSHOT_COMPLETE."
  committedAt: DateTime
}
`;
}
