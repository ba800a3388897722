import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClinicGateway, startClinic } from '../support/clinicGateway.ts';
import { rawValue, stubServer } from '../support/stubEngine.ts';

describe('attack 25: what is said of the database to consumers', () => {
  it.each([
    ['gone', 'DATABASE_UNAVAILABLE', 'The gateway’s database does not answer.'],
    ['slow', 'STATEMENT_TIMEOUT', 'The database took too long to answer.'],
  ])('attack 25: %s', async (how, code, message) => {
    const stub = stubServer();
    const response = await stub.server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'Bearer good' },
      payload: { query: 'query ($how: String!) { fails(how: $how) }', variables: { how } },
    });
    expect(response.json()).toMatchObject({ errors: [{ message, extensions: { code } }] });
    expect(response.body).not.toContain(rawValue);
    const { traceId } = response.json<{ errors: { extensions: { traceId: string } }[] }>().errors[0]
      ?.extensions ?? { traceId: 'none' };
    expect(stub.logLines()).toContainEqual(
      expect.objectContaining({ msg: 'request failed', traceId, err: expect.objectContaining({ code }) }),
    );
  });
});

describe('attack 25: a statement that fails', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic();
  });
  afterAll(() => clinic.close());

  it('attack 25: a table that is gone is not named', async () => {
    await clinic.database.execute({ text: 'alter schema contract rename to elsewhere' });
    const answer = await clinic.ask({ query: '{ clinicVisitV1List { totalCount } }' });
    expect(answer.codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(answer.text).not.toMatch(/relation|contract\.|schema|42P01|DATABASE_URL/);
  });
});
