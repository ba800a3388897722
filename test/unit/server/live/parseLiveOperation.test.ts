import { expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { DocumentLimiter } from '../../../../src/server/limits/DocumentLimiter.ts';
import { defaultLimits } from '../../../../src/server/limits/Limits.ts';
import { parseLiveOperation, RefusedOperation } from '../../../../src/server/live/parseLiveOperation.ts';
import { parcelProfile } from '../../../support/parcels.ts';

it('says that nothing can be followed where that is so', () => {
  const scope = {
    schema: buildSchema('type Query { depots: String }'),
    ...{ profile: parcelProfile('tracker'), limits: defaultLimits },
    limiter: new DocumentLimiter(defaultLimits),
  };
  let refused: unknown;
  try {
    parseLiveOperation({ query: 'subscription { depotV1 { kind } }' }, scope);
  } catch (error) {
    refused = error;
  }
  if (!(refused instanceof RefusedOperation)) throw new Error('it was not refused');
  expect(refused.errors.map(({ message }) => message)).toEqual([
    'There is nothing that you may follow for this purpose.',
  ]);
});
