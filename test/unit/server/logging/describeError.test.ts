import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
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
    expect(described.frames[0]).toMatch(/^at /);
    expect(JSON.stringify(described)).not.toContain(secret);
  });

  it('describes causes and originals, without messages of several lines passing for frames', () => {
    const cause = new TypeError(`Unexpected token\n    at ${secret}`);
    const error = new GraphQLError(secret, { originalError: new Error(secret, { cause }) });
    const described = describeError(error);
    expect(described.cause?.cause?.name).toBe('TypeError');
    expect(JSON.stringify(described)).not.toContain(secret);
  });

  it('does not take prose for a code', () => {
    expect(describeError(Object.assign(new Error(), { code: `no ${secret}` })).code).toBeUndefined();
  });

  it('says what was thrown that is no error, but not its value', () => {
    expect(describeError(secret)).toEqual({ name: 'thrown string', frames: [] });
  });

  it('ends on a cause that is its own cause', () => {
    const error = new Error('x');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).length).toBeGreaterThan(10);
  });
});
