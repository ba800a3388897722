import type { Consumer, Contract, ContractField, Project } from '../../contract/model.ts';
import { agreementsInForce } from '../../policy/agreementsInForce.ts';
import { ownClaims } from '../../policy/identity/issueToken.ts';
import type { DevelopmentCaller, DevelopmentClaim, DevelopmentPurpose } from './DevelopmentCaller.ts';

/** Finds a value of the field that a row policy compares with a claim; null where no row has one. */
export type FindExample = (contract: Contract, column: string) => Promise<string | null>;

/** Everybody that a project's agreements let ask today, and for what. */
export async function developmentCallers(
  project: Project,
  now: Date,
  findExample: FindExample,
): Promise<readonly DevelopmentCaller[]> {
  const callers = await Promise.all(
    project.consumers.map(async (consumer) => ({
      consumer: consumer.name,
      team: consumer.team,
      description: consumer.description,
      purposes: await purposesOf(project, consumer, now, findExample),
    })),
  );
  return callers.filter(({ purposes }) => purposes.length > 0);
}

async function purposesOf(
  project: Project,
  consumer: Consumer,
  now: Date,
  findExample: FindExample,
): Promise<readonly DevelopmentPurpose[]> {
  const day = now.toISOString().slice(0, 10);
  const purposes = await Promise.all(
    project.purposes.map(async (name) => {
      const contracts = project.contracts.filter(
        (contract) => agreementsInForce(contract, consumer, name, day).length > 0,
      );
      return {
        name,
        contracts: contracts.map(({ id }) => id),
        claims: await claimsOf(contracts, findExample),
      };
    }),
  );
  return purposes.filter(({ contracts }) => contracts.length > 0);
}

async function claimsOf(
  contracts: readonly Contract[],
  findExample: FindExample,
): Promise<readonly DevelopmentClaim[]> {
  const policies = contracts.flatMap((contract) =>
    contract.rowPolicies
      .filter(({ claim }) => !ownClaims.has(claim))
      .map(({ claim, field }) => ({ claim, contract, field })),
  );
  return Promise.all(
    Array.from(
      Map.groupBy(policies, ({ claim }) => claim),
      async ([name, group]) => ({
        name,
        example: await firstExample(group, findExample),
        policies: group.map(({ contract, field }) => ({ contract: contract.id, field: field.name })),
      }),
    ),
  );
}

async function firstExample(
  policies: readonly { readonly contract: Contract; readonly field: ContractField }[],
  findExample: FindExample,
): Promise<string | null> {
  for (const { contract, field } of policies) {
    const example = await findExample(contract, field.column);
    if (example !== null) return example;
  }
  return null;
}
