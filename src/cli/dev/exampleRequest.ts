import type { Consumer, Project } from '../../contract/model.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { compileAccessProfile } from '../../policy/compileAccessProfile.ts';

/** Somebody who may ask something, and what: for the first minute with a project. */
export interface ExampleRequest {
  readonly consumer: string;
  readonly purpose: string;
  readonly query: string;
}

const shownFields = 5;

/** The first consumer that sees a contract with an agreement alone, and a query for its first rows; none without agreements. */
export function exampleRequest(project: Project, now: Date): ExampleRequest | undefined {
  for (const consumer of project.consumers) {
    for (const purpose of new Set(consumer.agreements.flatMap(({ purposes }) => purposes))) {
      const access = firstAccess(project, consumer, purpose, now);
      if (access !== undefined) return { consumer: consumer.name, purpose, query: exampleQuery(access) };
    }
  }
  return undefined;
}

function firstAccess(
  project: Project,
  consumer: Consumer,
  purpose: string,
  now: Date,
): ContractAccess | undefined {
  const caller = { consumer: consumer.name, purposes: [purpose], purpose, claims: new Map(), expiresAt: now };
  try {
    return compileAccessProfile(project, caller, { now }).contracts.values().next().value;
  } catch {
    // Nothing is covered by an agreement alone, for instance because a row policy wants a claim: another one may do.
    return undefined;
  }
}

function exampleQuery({ contract, fields }: ContractAccess): string {
  const leaves = [...fields.values()]
    .filter(({ field }) => field.type.kind !== 'OBJECT')
    .slice(0, shownFields);
  const names = leaves.map(({ field }) => field.name).join(' ');
  return `{ ${contract.queryName}List(first: 3) { nodes { ${names} _meta { settlement asOf } } } }`;
}
