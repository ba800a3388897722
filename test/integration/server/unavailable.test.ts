import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { createGateway } from '../../../src/server/createGateway.ts';
import type { Gateway } from '../../../src/server/Gateway.ts';
import { createLogger } from '../../../src/server/logging/createLogger.ts';
import { createDatabase } from '../../../src/storage/createDatabase.ts';
import type { Database } from '../../../src/storage/Database.ts';
import { clinicMaskKeys, research, stubCaller } from '../../support/clinicGateway.ts';
import { toAnswer } from '../../support/toAnswer.ts';
import { stubServer } from '../../support/stubEngine.ts';

describe('a gateway without its database', () => {
  let database: Database;
  let gateway: Gateway;
  let url: string;
  const lines: string[] = [];
  beforeAll(async () => {
    database = createDatabase({ connectionString: 'postgres://nobody:password@127.0.0.1:1/nothing' });
    gateway = createGateway({
      project: assertProject(await readProjectFiles(join(packageRoot(), 'test', 'support', 'clinic'))),
      database,
      authenticator: () => Promise.resolve(stubCaller(research)),
      maskKeys: clinicMaskKeys,
      cursorKey: 'a cursor key of the tests',
      logger: createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }),
      now: () => new Date('2026-11-23T12:00:00Z'),
    });
    url = await gateway.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await gateway.close({ deadlineMs: 1_000 });
    await database.close();
  });

  it('says so under a code of its own, to the caller and in the log, and names nothing of the database', async () => {
    const response = await fetch(
      `${url}/graphql?query=${encodeURIComponent('{ clinicVisitV1List { totalCount } }')}`,
      {
        headers: { authorization: 'Bearer any' },
      },
    );
    const answer = await toAnswer(response);
    expect(answer.codes).toEqual(['DATABASE_UNAVAILABLE']);
    expect(answer.text + lines.join('')).not.toMatch(
      /127\.0\.0\.1:1|nobody|password|nothing|ECONNREFUSED 127/,
    );
    expect(lines.join('')).toContain('DATABASE_UNAVAILABLE');
  });

  it('is not ready, and lives', async () => {
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  it('still says what there is to ask', async () => {
    const response = await fetch(`${url}/graphql?query={__typename}`, {
      headers: { authorization: 'Bearer any' },
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

it('a schema that cannot be made is answered without a word about it', async () => {
  const stub = stubServer({
    engine: {
      schemaFor: () => {
        throw new Error('type Hidden has a secret');
      },
    },
  });
  const response = await stub.server.inject({
    url: '/graphql?query={hello}',
    headers: { authorization: 'Bearer good' },
  });
  expect(response.statusCode).toBe(500);
  expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  expect(response.body + stub.logText()).not.toContain('secret');
});
