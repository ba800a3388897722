import { graphql, type GraphQLSchema } from 'graphql';
import type { AnswerBudget } from '../../resolvers/context/AnswerBudget.ts';
import { createContractStates } from '../../resolvers/context/ContractStates.ts';
import { createRequestContext } from '../../resolvers/context/createRequestContext.ts';
import { finishRequest, type RequestEnding } from '../../resolvers/context/finishRequest.ts';
import type { GatewayServices } from '../../resolvers/context/RequestContext.ts';
import { createCallerSchema } from '../../resolvers/createCallerSchema.ts';
import type { Project } from '../../src/contract/model.ts';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import { createCursorCodec } from '../../src/query/cursor/CursorCodec.ts';
import type { Session } from '../../src/storage/Database.ts';
import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import { maskKeys } from './policyModel.ts';

export interface OperationResult {
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Codes of the errors: ours, or `GRAPHQL` for what graphql-js says itself. */
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  readonly ending: RequestEnding;
}

export interface OperationRunner {
  readonly run: (
    profile: AccessProfile,
    source: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<OperationResult>;
}

export interface OperationSettings {
  readonly project: Project;
  readonly database: Session;
  readonly asOf?: ReadonlyMap<string, string>;
  readonly now?: Date;
  /** For each operation; as much as it wants when absent. */
  readonly openBudget?: () => AnswerBudget;
}

const unbounded: AnswerBudget = {
  charge: () => undefined,
  assertLeft: () => undefined,
  rowsBehindLeft: () => 1_000_000,
  chargeRowsBehind: () => undefined,
};

/** Runs GraphQL operations as the server does, without HTTP: one schema a shape, one context a request. */
export function createOperationRunner(settings: OperationSettings): OperationRunner {
  const {
    project,
    database,
    asOf = new Map<string, string>(),
    now = new Date('2026-06-30T12:00:00Z'),
    openBudget = () => unbounded,
  } = settings;
  const schemas = new Map<string, GraphQLSchema>();
  const services: GatewayServices = {
    project,
    database,
    maskKeys,
    cursors: createCursorCodec('a secret of the tests'),
    states: createContractStates({
      read: () =>
        Promise.resolve(new Map(Array.from(asOf, ([id, at]) => [id, { asOf: at, maskKey: null }] as const))),
      maskKey: maskKeys.fingerprint,
      clock: () => 0,
      maxAgeMs: 1000,
    }),
    now: () => now,
  };
  return {
    run: async (profile, source, variables = {}) => {
      const schema = schemas.get(profile.shape) ?? createCallerSchema(profile, project).schema;
      schemas.set(profile.shape, schema);
      const context = createRequestContext(services, {
        profile,
        traceId: 'trace-of-a-test',
        budget: openBudget(),
      });
      const result = await graphql({ schema, source, variableValues: variables, contextValue: context });
      const ending = await finishRequest(context);
      const errors = result.errors ?? [];
      return {
        // As it is on the wire.
        data: JSON.parse(JSON.stringify(result.data ?? null)) as OperationResult['data'],
        codes: errors.map(({ originalError }) =>
          originalError instanceof ConcordatError ? originalError.code : 'GRAPHQL',
        ),
        messages: errors.map(({ message }) => message),
        ending,
      };
    },
  };
}
