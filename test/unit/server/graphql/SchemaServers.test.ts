import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';
import { DocumentStore } from '../../../../src/server/graphql/DocumentStore.ts';
import { SchemaServers } from '../../../../src/server/graphql/SchemaServers.ts';
import { defaultLimits } from '../../../../src/server/limits/Limits.ts';
import { defaultLoadLimits } from '../../../../src/server/limits/LoadLimits.ts';
import { OperationQueues } from '../../../../src/server/limits/OperationQueues.ts';
import { stubAsker, stubSchema } from '../../../support/stubEngine.ts';

const settings = {
  limits: defaultLimits,
  logger: createLogger({ level: 'silent' }),
  documents: new DocumentStore(1_000_000),
  queues: new OperationQueues(defaultLoadLimits),
};
const profile = (shape: string) => ({ ...stubAsker.profile, shape });

describe('SchemaServers', () => {
  it('makes one server a shape, also for those who ask at once, and forgets shapes beyond its number', async () => {
    const made: string[] = [];
    const servers = new SchemaServers(
      ({ shape }) => {
        made.push(shape);
        return stubSchema;
      },
      { ...settings, shapes: 2 },
    );
    const [first, second] = await Promise.all([servers.for(profile('a')), servers.for(profile('a'))]);
    expect(first).toBe(second);
    await servers.for(profile('b'));
    await servers.for(profile('c'));
    await servers.for(profile('a'));
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });

  it('does not keep a schema that could not be made', async () => {
    let attempts = 0;
    const servers = new SchemaServers(
      () => {
        attempts += 1;
        if (attempts === 1) throw new Error('no schema');
        return stubSchema;
      },
      { ...settings, shapes: 2 },
    );
    await expect(servers.for(profile('a'))).rejects.toThrow('no schema');
    await expect(servers.for(profile('a'))).resolves.toBeDefined();
  });
});
