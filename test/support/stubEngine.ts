import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { createLogger } from '../../src/server/logging/createLogger.ts';
import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '../../src/server/createHttpServer.ts';
import type { Execution, GraphqlEngine } from '../../src/server/graphql/GraphqlEngine.ts';
import type { Development } from '../../src/server/development/Development.ts';
import type { Health } from '../../src/server/http/serveHealth.ts';
import type { Asker } from '../../src/server/http/requestState.ts';
import { defaultLimits, type Limits } from '../../src/server/limits/Limits.ts';
import { defaultLoadLimits, type LoadLimits } from '../../src/server/limits/LoadLimits.ts';
import { defaultTimeouts, type Timeouts } from '../../src/server/Timeouts.ts';
import { ConcordatError } from '../../src/errors/ConcordatError.ts';

/** A schema with the forms that the limits know: pages, rows with `_meta`, links and entities. No contracts, no database. */
export const stubTypeDefs = /* GraphQL */ `
  scalar Anything
  type Query {
    sale(saleId: ID!): Sale
    saleList(first: Int, after: String, last: Int, before: String, where: SaleWhere): SaleConnection!
    _entities(representations: [Anything!]!): [Entity]!
    fails(how: String!): String
    broken: Int
    hello: String
  }
  input SaleWhere {
    saleId: IdFilter
    and: [SaleWhere!]
  }
  input IdFilter {
    in: [ID!]
  }
  union Entity = Sale
  type SaleConnection {
    edges: [SaleEdge!]!
    nodes: [Sale!]!
    totalCount: Int
  }
  type SaleEdge {
    cursor: String!
    node: Sale!
  }
  type Sale {
    saleId: ID!
    _meta: RowMeta!
    timeline: Sale
    related(first: Int): SaleConnection!
  }
  type RowMeta {
    revision: String
  }
`;

export const rawValue = 'raw-value-7f3a';

export const stubSchema = makeExecutableSchema({
  typeDefs: stubTypeDefs,
  resolvers: {
    Query: {
      hello: () => 'world',
      broken: () => rawValue,
      fails: (_root: unknown, { how }: { how: string }) => {
        if (how === 'concordat') {
          throw new ConcordatError('CURSOR_INVALID', 'The cursor is not one of ours.', {
            fix: 'Start anew.',
          });
        }
        const statement = { cause: new Error(rawValue), fix: `See that the server of ${rawValue} runs.` };
        if (how === 'gone') {
          throw new ConcordatError(
            'DATABASE_UNAVAILABLE',
            `database "${rawValue}" does not exist`,
            statement,
          );
        }
        if (how === 'slow') throw new ConcordatError('STATEMENT_TIMEOUT', `table ${rawValue}`, statement);
        if (how === 'operator') throw new ConcordatError('MIGRATION_REFUSED', `table ${rawValue}`);
        if (how === 'database') {
          throw Object.assign(new Error(`invalid input syntax for type integer: "${rawValue}"`), {
            code: '22P02',
            detail: `Failing row contains (${rawValue})`,
            table: 'sales',
          });
        }
        throw new TypeError(`cannot read ${rawValue}`);
      },
    },
  },
});

export const stubAsker: Asker = {
  caller: {
    consumer: 'revenue-close',
    purposes: ['REVENUE_CLOSE'],
    purpose: 'REVENUE_CLOSE',
    claims: new Map(),
    expiresAt: new Date('2030-01-01T00:00:00Z'),
  },
  profile: {
    consumer: 'revenue-close',
    consumerClass: 'OPERATIONAL_REPORTING',
    purpose: 'REVENUE_CLOSE',
    contracts: new Map(),
    shape: 'stub',
    key: 'stub',
  },
};

export interface StubServer {
  readonly server: FastifyInstance;
  readonly logLines: () => readonly Readonly<Record<string, unknown>>[];
  readonly logText: () => string;
}

/** The HTTP server before a stub: the token `good` is the stub asker, anything else is nobody. */
export function stubServer(
  options: {
    limits?: Partial<Limits>;
    loadLimits?: Partial<LoadLimits>;
    timeouts?: Partial<Timeouts>;
    engine?: Partial<GraphqlEngine>;
    execution?: Partial<Execution>;
    isClosing?: () => boolean;
    obstacle?: Health['obstacle'];
    development?: Development;
  } = {},
): StubServer {
  const lines: string[] = [];
  const { server } = createHttpServer({
    project: {
      profileOf: () => stubAsker.profile,
      engine: {
        schemaFor: () => stubSchema,
        open: () => ({
          context: {},
          finish: () => Promise.resolve({ extensions: {}, headers: new Map<string, string>() }),
          ...options.execution,
        }),
        openLive: () => {
          throw new Error('the stub has no subscriptions');
        },
        ...options.engine,
      },
    },
    authenticator: (authorization) =>
      authorization === 'Bearer good'
        ? Promise.resolve(stubAsker.caller)
        : Promise.reject(new ConcordatError('UNAUTHENTICATED', 'No valid token.', { fix: 'Send one.' })),
    health: {
      standstill: () => undefined,
      obstacle: options.obstacle ?? (() => Promise.resolve(undefined)),
      isClosing: options.isClosing ?? (() => false),
    },
    pageDirectory: join(packageRoot(), 'dist', 'graphiql'),
    development: options.development,
    limits: { ...defaultLimits, ...options.limits },
    loadLimits: { ...defaultLoadLimits, ...options.loadLimits },
    timeouts: { ...defaultTimeouts, ...options.timeouts },
    logger: createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
  });
  return {
    server,
    logText: () => lines.join(''),
    logLines: () => lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  };
}
