import type { AccessProfile } from '../../policy/AccessProfile.ts';
import { hasExceptions } from '../selection/exceptionPaths.ts';
import { shareableSdl, type SchemaFlavor } from './SchemaFlavor.ts';

/** The root field `exceptions`; nothing for a caller none of whose contracts is made by way of a reconciliation. */
export function exceptionsFieldSdl({ contracts }: AccessProfile, flavor: SchemaFlavor): string {
  if (![...contracts.values()].some(({ contract }) => hasExceptions(contract))) return '';
  return `
  """
  The reconciliation exceptions that concern rows which you may see, page by page: first those whose kind you may know, the
  oldest first; then what is WITHHELD, by contract and key.
  """
  exceptions(
    "Only those of this kind, as you are shown it: WITHHELD finds those whose kind you may not know, and nothing else does."
    kind: String
    "Only those that this team must look at, as you are shown it."
    owner: String
    "Only open ones when true, only resolved ones when false; both when left out."
    open: Boolean
    "How many from the start; 50 unless said otherwise, at most 500."
    first: Int
    "Only those after this cursor."
    after: String
    "How many from the end; at most 500."
    last: Int
    "Only those before this cursor."
    before: String
  ): ExceptionConnection!${shareableSdl(flavor)}`;
}

/** The types of the root field `exceptions`. */
export function exceptionTypesSdl(flavor: SchemaFlavor): string {
  const shareable = shareableSdl(flavor);
  return `
"A page of reconciliation exceptions."
type ExceptionConnection${shareable} {
  "The exceptions with their cursors."
  edges: [ExceptionEdge!]!
  "The exceptions without their cursors."
  nodes: [ReconciliationException!]!
  "Where the page stands in the list."
  pageInfo: PageInfo!
  "How many exceptions fit, on all pages. Counted only when it is asked for."
  totalCount: Int!
}

"An exception and its place in the list."
type ExceptionEdge${shareable} {
  "Opaque; good for the same caller and the same \`kind\`, \`owner\` and \`open\`."
  cursor: String!
  "The exception itself."
  node: ReconciliationException!
}

"A case where contexts disagree: opened when a reconciliation finds it, resolved when it finds it no more. One that comes back is another case."
type ReconciliationException${shareable} {
  "Identifies the exception, in \`_meta\` of the rows that it concerns too."
  id: ID!
  "What is wrong, as the reconciliation names it. WITHHELD stands for all open exceptions of the reconciliation about one row whose kind would tell of values that are not for you to see."
  kind: String!
  "The reconciliation that found it."
  reconciliation: String!
  "The team that must look at it; for what is WITHHELD the team of the reconciliation."
  owner: String!
  "What it means for decisions that rely on the rows. Null for what is WITHHELD."
  severity: Severity
  "When it was found. Null for what is WITHHELD."
  openedAt: DateTime
  "When it must be resolved. Null for what is WITHHELD."
  dueAt: DateTime
  "When it was found no more. Null while it is open."
  resolvedAt: DateTime
  "The rows that it concerns, those of them that you may see, ordered by contract and key. Of a resolved exception those that it concerned last and that are still there."
  rows: [ConcernedRow!]!
}

"A row that an exception concerns."
type ConcernedRow${shareable} {
  "The contract version, for example \`rider_history@1\`."
  contract: String!
  "The row's key: a member for each field of the contract's key."
  key: JSON!
}
`;
}
