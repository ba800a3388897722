import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { SqlFailure } from '../../../../src/storage/SqlFailure.ts';
import { describeError } from '../../../../src/server/logging/describeError.ts';

const secret = 'maria@example.com';

describe('describeError', () => {
  it('keeps what Postgres names and drops what can hold a value', () => {
    const error = Object.assign(new Error(`null value in column: (${secret})`), {
      code: '23502',
      severity: 'ERROR',
      table: 'sales',
      column: 'buyer_email',
      detail: `Failing row contains (${secret})`,
      where: `unnamed portal parameter $1 = '${secret}'`,
      hint: secret,
    });
    const described = describeError(error);
    expect(described).toMatchObject({
      name: 'Error',
      code: '23502',
      database: { severity: 'ERROR', table: 'sales', column: 'buyer_email' },
    });
    expect(described.frames?.[0]).toMatch(/^at /);
    expect(JSON.stringify(described)).not.toContain(secret);
  });

  it('names the declared thing that an error is about', () => {
    const error = new ConcordatError('INTERNAL_SERVER_ERROR', secret, { subject: 'parcel@1.region' });
    const described = describeError(new GraphQLError(secret, { originalError: error }));
    expect(described.cause).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', subject: 'parcel@1.region' });
    expect(JSON.stringify(described)).not.toContain(secret);
  });

  it('says the message of what holds nothing but names, and what to do, but not words of others', () => {
    const fix = 'Take it over.';
    expect(describeError(new ConcordatError('TOPIC_TAKEN', 'Topic t is taken.', { fix }))).toEqual({
      ...{ name: 'ConcordatError', code: 'TOPIC_TAKEN', message: 'Topic t is taken.', fix },
    });
    const cause = new Error(secret);
    for (const error of [
      new ConcordatError('KAFKA_UNAVAILABLE', secret, { cause, fix: secret }),
      new ConcordatError('BAD_USER_INPUT', secret, { fix: secret }),
      new ConcordatError('PROJECT_INVALID', secret, { fix: secret }),
    ]) {
      expect(JSON.stringify(describeError(error))).not.toContain(secret);
    }
  });

  it('describes causes and originals, without messages of several lines passing for frames', () => {
    const cause = new TypeError(`Unexpected token\n    at ${secret}`);
    const error = new GraphQLError(secret, { originalError: new Error(secret, { cause }) });
    const described = describeError(error);
    expect(described.cause?.cause?.name).toBe('TypeError');
    expect(JSON.stringify(described)).not.toContain(secret);
  });

  it('says the SQLSTATE of a failed statement', () => {
    const failure = new SqlFailure(secret, { sqlState: '22P02', table: 'sales', position: 7 });
    expect(
      describeError(new ConcordatError('INTERNAL_SERVER_ERROR', secret, { cause: failure })),
    ).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      cause: { name: 'SqlFailure', database: { sqlState: '22P02', table: 'sales' } },
    });
  });

  it('does not take prose for a code', () => {
    expect(describeError(Object.assign(new Error(), { code: `no ${secret}` })).code).toBeUndefined();
  });

  it('says what was thrown that is no error, but not its value', () => {
    expect(describeError(secret)).toEqual({ name: 'thrown string' });
  });

  it('ends on a cause that is its own cause', () => {
    const error = new Error('x');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).length).toBeGreaterThan(10);
  });
});
