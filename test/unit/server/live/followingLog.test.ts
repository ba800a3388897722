import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { ReadResult, TopicReader } from '../../../../src/feed/kafka/TopicReader.ts';
import { ContractFollower } from '../../../../src/feed/hub/ContractFollower.ts';
import { createTopicFeed } from '../../../../src/feed/live/createTopicFeed.ts';
import { followingLog } from '../../../../src/server/live/followingLog.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';
import { projectFixture } from '../../../support/projectFixture.ts';
import { until } from '../../../support/until.ts';

const [contract] = assertProject(projectFixture()).contracts;

describe('what the log says of a contract that cannot be followed', () => {
  let follower: ContractFollower | undefined;
  afterEach(() => follower?.stop());

  it('is the topic that is gone, in words and once, and once that it is there again', async () => {
    if (contract === undefined) throw new Error('a project without contracts');
    let isThere = true;
    let failures = 0;
    const reader: Pick<TopicReader, 'partitions' | 'ranges' | 'read'> = {
      partitions: ([topic = '']) => {
        if (!isThere) failures += 1;
        return Promise.resolve(new Map([[topic, isThere ? [0] : []]]));
      },
      ranges: () => Promise.resolve([{ topic: contract.serving.topic, partition: 0, start: 0n, end: 0n }]),
      read: async (requests) => {
        await pause(10);
        return requests.map(({ topic, partition }): ReadResult =>
          isThere
            ? { kind: 'RECORDS', topic, partition, records: [], nextOffset: 0n, end: 0n }
            : { kind: 'OUT_OF_RANGE', topic, partition },
        );
      },
    };
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
    const feed = createTopicFeed({
      contract,
      reader: { ...reader, close: () => Promise.resolve() },
      tellsBefore: () => Promise.resolve(true),
    });
    follower = new ContractFollower({ feed, tailBytes: 1_000, ...followingLog(logger, contract) });
    await follower.start();
    isThere = false;
    await until('it failed some times', () => failures > 3);
    isThere = true;
    await until('it is said to be over', () => lines.join('').includes('followed again'));
    const gone = `Topic ${contract.serving.topic} of ${contract.id} does not exist.`;
    const said = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(said.filter((line) => JSON.stringify(line).includes(gone))).toEqual([
      expect.objectContaining({
        ...{ level: 'error', contract: contract.id, failures: 1 },
        err: {
          ...{ name: 'ConcordatError', code: 'FEED_UNAVAILABLE', subject: contract.id, message: gone },
          fix: expect.stringContaining('concordat migrate'),
        },
      }),
    ]);
    expect(said.filter(({ msg }) => msg === 'the changes of a contract are followed again')).toHaveLength(1);
  });
});
