import type { Contract, Project } from '../../contract/model.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { sourceFacts } from './sourceFacts.ts';

/** What a contract promises, for introspection. Names no field that the caller has not. */
export function contractDescription({ contract, fields }: ContractAccess, project: Project): string {
  const sources = contract.derivedFrom.map((from) => {
    const name = from.kind === 'product' ? `${from.product}.${from.table}` : from.reconciliation;
    const facts = sourceFacts(project, name);
    return `Made of: \`${name}\`${facts === undefined ? '' : ` (owner ${facts.owner})`}.`;
  });
  const facts = [
    `Contract: ${contract.id}. Domain: ${contract.domain}. Owner: ${contract.owner}. Tier: ${contract.tier}. Status: ${contract.status}.`,
    `Settlement: ${contract.settlement}. Freshness: ${contract.freshness}.${
      contract.retention === undefined ? '' : ` Retention: ${contract.retention}.`
    }`,
    ...(contract.residency === undefined || !fields.has(contract.residency.name)
      ? []
      : [`Residency: by \`${contract.residency.name}\`.`]),
    ...(contract.residesIn === undefined ? [] : [`Residency: every row in ${contract.residesIn}.`]),
    ...sources,
    ...(contract.definedBy === undefined ? [] : [`Defined by: ${contract.definedBy}.`]),
  ];
  return `${contract.description}\n\n${facts.join('\n')}`;
}

/** Why a deprecated version should no longer be used, with its sunset and what to use instead if the caller has it. */
export function deprecationReason(contract: Contract, successor: Contract | undefined): string | undefined {
  if (contract.status !== 'DEPRECATED') return undefined;
  const { sunset } = contract;
  const sentences = [
    sunset === undefined
      ? 'Deprecated.'
      : `Deprecated since ${sunset.deprecatedOn}, served until ${sunset.on}.`,
    ...(sunset?.reason === undefined ? [] : [`${sunset.reason.replace(/\.$/, '')}.`]),
    ...(successor === undefined ? [] : [`Use \`${successor.queryName}\`.`]),
  ];
  return sentences.join(' ');
}
