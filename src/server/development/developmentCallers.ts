import type { Consumer, Contract, Project } from '../../contract/model.ts';
import { agreementsInForce } from '../../policy/agreementsInForce.ts';
import { ownClaims } from '../../policy/identity/issueToken.ts';

/** A consumer with the purposes of its agreements in force, for whoever wants to pose as it. */
export interface DevelopmentCaller {
  readonly consumer: string;
  readonly team: string;
  readonly description: string;
  readonly purposes: readonly DevelopmentPurpose[];
}

export interface DevelopmentPurpose {
  readonly name: string;
  readonly contracts: readonly string[];
  /** Claims that the contracts' row policies ask for beside those of every token, with a value that some row has. */
  readonly claims: readonly { readonly name: string; readonly example: string | null }[];
}

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
): Promise<DevelopmentPurpose['claims']> {
  const policies = new Map(
    contracts.flatMap((contract) =>
      contract.rowPolicies
        .filter(({ claim }) => !ownClaims.has(claim))
        .map(({ claim, field }) => [claim, { contract, column: field.column }] as const),
    ),
  );
  return Promise.all(
    Array.from(policies, async ([name, { contract, column }]) => ({
      name,
      example: await findExample(contract, column),
    })),
  );
}
