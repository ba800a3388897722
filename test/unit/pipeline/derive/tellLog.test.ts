import { describe, expect, it } from '@jest/globals';
import { ConcordatError, type ConcordatErrorDetails } from '../../../../src/errors/ConcordatError.ts';
import { tellLog } from '../../../../src/pipeline/derive/tellLog.ts';
import { describeError } from '../../../../src/server/logging/describeError.ts';

const message = 'contract x@1 cannot be derived: it has several rows for 1 keys (x.sql).';

/** What a log says of a step that fails. */
async function logged(details: ConcordatErrorDetails, instead?: string) {
  const step = (): Promise<never> =>
    Promise.reject(new ConcordatError('PROJECT_INVALID', message, { fix: 'Mend it.', ...details }));
  const error: unknown = await tellLog(step, instead).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message, fix: 'Mend it.' });
  return describeError(error).message;
}

describe('tellLog', () => {
  it('lets the log say a message of declared names and numbers, and another in its place', async () => {
    expect(await logged({})).toBe(message);
    expect(await logged({}, 'contract x@1 cannot be derived.')).toBe('contract x@1 cannot be derived.');
  });

  it('lets it say nothing of what comes from elsewhere', async () => {
    expect(await logged({ cause: new Error('maria') })).toBeUndefined();
  });

  it('leaves what succeeds, and other failures, as they are', async () => {
    expect(await tellLog(() => Promise.resolve(1))).toBe(1);
    const error = new ConcordatError('LEASE_LOST', 'It is lost.');
    await expect(tellLog(() => Promise.reject(error))).rejects.toBe(error);
  });
});
