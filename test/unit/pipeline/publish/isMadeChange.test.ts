import { expect, it } from '@jest/globals';
import { isMadeChange } from '../../../../src/pipeline/publish/isMadeChange.ts';
import { parcelsProject } from '../../../support/parcels.ts';

it('of contracts that another pipeline fills the change log says nothing: whoever fills them counts as it likes', async () => {
  const depot = parcelsProject.contracts.find(({ id }) => id === 'depot@1');
  if (depot === undefined || depot.sql !== undefined) throw new Error('depot@1 is no existing table');
  const query = (): Promise<never> => Promise.reject(new Error('the change log is asked'));
  const change = {
    ...{ partition: 0, offset: 0n, key: {}, row: null, before: null, committedAt: null, mark: '', bytes: 1 },
    revision: String(2n ** 52n + 1n),
  };
  await expect(isMadeChange({ query, execute: query }, depot, change)).resolves.toBe(true);
});
