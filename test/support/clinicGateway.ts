import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../src/config/readProjectFiles.ts';
import { assertProject } from '../../src/contract/assertProject.ts';
import type { Project } from '../../src/contract/model.ts';
import type { Caller } from '../../src/policy/Caller.ts';
import { issueDevelopmentToken } from '../../src/policy/identity/issueDevelopmentToken.ts';
import { deriveMaskKeys } from '../../src/policy/masks/deriveMaskKeys.ts';
import { createGateway } from '../../src/server/createGateway.ts';
import type { Gateway, GatewayOptions } from '../../src/server/Gateway.ts';
import { createLogger } from '../../src/server/logging/createLogger.ts';
import type { Database } from '../../src/storage/Database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { fillClinic } from './fillClinic.ts';
import { askOverSocket } from './live/askOverSocket.ts';
import { createTestDatabase } from './postgres.ts';
import { toAnswer } from './toAnswer.ts';
import { developmentAuthenticator } from './developmentAuthenticator.ts';

/** The day of which the clinic's tests are: `former-partner`'s agreement ended the day before. */
export const clinicNow = new Date('2026-11-23T12:00:00Z');

/** How a question reaches the gateway: over HTTP, or on a socket. */
export type Method = 'POST' | 'GET' | 'SOCKET';
export const methods: readonly Method[] = ['POST', 'GET', 'SOCKET'];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  /** Codes of the errors, in order. */
  readonly codes: readonly unknown[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

export interface Question {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
  /** Who asks; `research-group` for RESEARCH when absent. */
  readonly as?: Person;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: Method;
}

export interface Person {
  readonly consumer: string;
  readonly purposes: readonly string[];
  readonly claims?: Readonly<Record<string, string>>;
}

export const care: Person = { consumer: 'care-team', purposes: ['CARE'] };
export const research: Person = { consumer: 'research-group', purposes: ['RESEARCH'] };
export const audit: Person = { consumer: 'research-group', purposes: ['AUDIT'] };
export const billing: Person = { consumer: 'billing-desk', purposes: ['BILLING'] };
export const doctor = (id: string): Person => ({
  consumer: 'doctor-portal',
  purposes: ['STATEMENTS'],
  claims: { doctor: id },
});

export interface ClinicGateway {
  readonly url: string;
  readonly project: Project;
  readonly database: Database;
  readonly gateway: Gateway;
  readonly ask: (question: Question) => Promise<Answer>;
  /** All that was logged so far. */
  readonly logText: () => string;
  /** Texts of the statements that the gateway ran since the last call. */
  readonly takeStatements: () => readonly string[];
  readonly close: () => Promise<void>;
}

export const clinicMaskKeys = deriveMaskKeys('a mask key of the tests');

export function tokenFor({ consumer, purposes, claims }: Person): Promise<string> {
  return issueDevelopmentToken({ consumer, purposes, claims, now: () => clinicNow });
}

/** Who a person is once its token has been verified, for tests that are not about tokens. */
export function stubCaller({ consumer, purposes, claims = {} }: Person): Caller {
  return {
    consumer,
    purposes,
    purpose: purposes[0] ?? '',
    claims: new Map(Object.entries(claims)),
    expiresAt: new Date('2030-01-01T00:00:00Z'),
  };
}

type ClinicOptions = Partial<
  Pick<
    GatewayOptions,
    | 'limits'
    | 'loadLimits'
    | 'timeouts'
    | 'development'
    | 'deploymentRegion'
    | 'liveLimits'
    | 'allowedOrigins'
  >
>;

/** A gateway that listens before a database of its own, filled with the clinic's visits. */
export async function startClinic(options: ClinicOptions = {}): Promise<ClinicGateway> {
  const project = assertProject(await readProjectFiles(join(packageRoot(), 'test', 'support', 'clinic')));
  return startGateway(
    project,
    async (database) => {
      await migrate(database, { migrationsDir: join(packageRoot(), 'migrations'), project });
      await fillClinic(database, project, clinicMaskKeys);
    },
    options,
  );
}

/** A gateway of any project that listens before a database of its own. */
export async function startGateway(
  project: Project,
  fill: (database: Database) => Promise<void>,
  options: ClinicOptions = {},
): Promise<ClinicGateway> {
  const test = await createTestDatabase();
  await fill(test.database);
  const lines: string[] = [];
  let statements: string[] = [];
  const gateway = createGateway({
    now: () => clinicNow,
    ...options,
    project,
    database: test.connect({ onStatement: ({ text }) => statements.push(text) }),
    authenticator: developmentAuthenticator(() => clinicNow),
    maskKeys: clinicMaskKeys,
    cursorKey: 'a cursor key of the tests',
    logger: createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
  });
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    project,
    database: test.database,
    gateway,
    ask: (question) => askGateway(url, question),
    logText: () => lines.join(''),
    takeStatements: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
    close: async () => {
      await gateway.close({ deadlineMs: 1_000 });
      await test.drop();
    },
  };
}

/** Asks a gateway, over HTTP unless told, as `research-group` unless told. */
export async function askGateway(url: string, question: Question): Promise<Answer> {
  const { query, variables, operationName, method = 'POST' } = question;
  const token = question.token ?? (await tokenFor(question.as ?? research));
  const headers = { authorization: `Bearer ${token}`, ...question.headers };
  const parameters = { query, variables, operationName };
  if (method === 'SOCKET') return askOverSocket(url, headers, parameters);
  const response =
    method === 'POST'
      ? await fetch(`${url}/graphql`, {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(parameters),
        })
      : await fetch(`${url}/graphql?${searchOf(parameters)}`, { headers });
  return toAnswer(response);
}

function searchOf(parameters: {
  query: string;
  variables: unknown;
  operationName: string | undefined;
}): string {
  const search = new URLSearchParams({ query: parameters.query });
  if (parameters.variables !== undefined) search.set('variables', JSON.stringify(parameters.variables));
  if (parameters.operationName !== undefined) search.set('operationName', parameters.operationName);
  return search.toString();
}
