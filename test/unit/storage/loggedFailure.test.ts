import { describe, expect, it } from '@jest/globals';
import { loggedFailure } from '../../../src/storage/loggedFailure.ts';
import { SqlFailure } from '../../../src/storage/SqlFailure.ts';

const failure = new SqlFailure('no "maria" here', { sqlState: '42704' });

describe('loggedFailure', () => {
  it('leaves the words of PostgreSQL out', () => {
    expect(loggedFailure('x: it failed: no "maria" here [42704] (x.sql).', failure)).toBe(
      'x: it failed [42704] (x.sql).',
    );
  });

  it('says the SQLSTATE where the message has no words of PostgreSQL', () => {
    expect(loggedFailure('x: it failed for 3 keys (x.sql).', failure)).toBe(
      'x: it failed for 3 keys (x.sql) [42704].',
    );
  });

  it('says nothing of a message that has them in another form, or twice', () => {
    for (const message of [
      'x: no "maria" here',
      'x: no "maria" here [22P02].',
      'x: no "maria" here [42704]: no "maria" here [42704].',
    ]) {
      expect(loggedFailure(message, failure)).toBeUndefined();
    }
  });
});
