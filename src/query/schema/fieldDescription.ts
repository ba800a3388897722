import type { Contract, MaskStrategy, Project } from '../../contract/model.ts';
import type { FieldAccess } from '../../policy/AccessProfile.ts';
import { sourceFacts } from './sourceFacts.ts';

/** What a caller sees in place of a masked value. */
const maskMeanings: Readonly<Record<MaskStrategy, string>> = {
  NULLIFY: 'always null',
  REDACT: 'a constant',
  HASH: 'a keyed hash; equal values have equal hashes',
  TOKEN: 'a keyed hash; equal values have equal hashes for one purpose',
  EMAIL: 'the first letter and the domain',
  FIRST_FOUR: 'the first four characters',
  LAST_FOUR: 'the last four characters',
  YEAR: 'the start of its year',
  MONTH: 'the start of its month',
  BUCKET: 'the number rounded down to a bucket',
};

/** A field's meaning and everything that a reader needs to rely on it without asking its producer. */
export function fieldDescription(
  access: FieldAccess,
  unit: string | undefined,
  contract: Contract,
  project: Project,
): string {
  const { field, decision } = access;
  const facts = [
    ...(unit === undefined ? [] : [`Unit: ${unit}.`]),
    `Classification: ${field.classification}.`,
    ...(decision.kind === 'CLEAR'
      ? []
      : [`Mask: ${decision.strategy}, you see ${maskMeanings[decision.strategy]}.`]),
    `Owner: ${contract.owner}.`,
    ...field.lineage.map((path) => `From: \`${path}\`${authorityText(project, path)}.`),
    `Freshness: ${contract.freshness}.`,
    ...(field.definedBy === undefined ? [] : [`Defined by: ${field.definedBy}.`]),
  ];
  return `${field.description}\n\n${facts.join('\n')}`;
}

function authorityText(project: Project, path: string): string {
  const facts = sourceFacts(project, path);
  if (facts === undefined) return '';
  const freshness = facts.freshness === undefined ? '' : `, freshness ${facts.freshness}`;
  const authority =
    facts.kind === 'PRODUCT' ? facts.authority : `reconciled: ${facts.authority.replace(/\.$/, '')}`;
  return ` (${authority}; owner ${facts.owner}${freshness})`;
}
