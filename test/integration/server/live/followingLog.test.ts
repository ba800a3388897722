import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { ContractFollower } from '../../../../src/feed/hub/ContractFollower.ts';
import { createTopicReader } from '../../../../src/feed/kafka/createTopicReader.ts';
import { createTopicFeed } from '../../../../src/feed/live/createTopicFeed.ts';
import { followingLog } from '../../../../src/server/live/followingLog.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';
import { topicName } from '../../../support/kafka.ts';
import { projectFixture } from '../../../support/projectFixture.ts';
import { renameTopics } from '../../../support/renameTopics.ts';
import { until } from '../../../support/until.ts';
import { reader, settings, topics, useTopics } from '../../../support/useTopics.ts';

useTopics();

describe('what the log says of a contract that cannot be followed', () => {
  const [contract] = assertProject(renameTopics(projectFixture(), topicName('following'))).contracts;
  const topic = contract?.serving.topic ?? '';
  let follower: ContractFollower;
  let lines: string[];

  beforeEach(async () => {
    if (contract === undefined) throw new Error('a project without contracts');
    await topics.create(topic);
    lines = [];
    const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
    const feed = createTopicFeed({
      ...{ contract, reader, createReader: () => createTopicReader(settings) },
      tellsBefore: () => Promise.resolve(true),
      isMade: () => Promise.resolve(true),
    });
    follower = new ContractFollower({ feed, tailBytes: 1_000, ...followingLog(logger, contract) });
    await follower.start();
  });
  afterEach(() => follower.stop());

  const said = (text: string): readonly string[] => lines.filter((line) => line.includes(text));

  it('is that its topic is gone, in words and seldom, and once that it is there again', async () => {
    await topics.remove(topic);
    await until('it is said', () => said('"code":"KAFKA_UNAVAILABLE"').length > 0);
    const [first = ''] = said('"code":"KAFKA_UNAVAILABLE"');
    expect(JSON.parse(first)).toMatchObject({
      ...{ level: 'error', contract: contract?.id, failures: 1 },
      err: { name: 'ConcordatError', code: 'KAFKA_UNAVAILABLE' },
    });
    // It is tried twice a second.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(said('"level":"error"').length).toBeLessThanOrEqual(3);
    await topics.create(topic);
    await until('it is said to be over', () => said('are followed again').length > 0);
    expect(said('are followed again')).toHaveLength(1);
  });
});
