import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../../src/feed/kafka/createTopicWriter.ts';
import { runPipeline } from '../../../src/pipeline/run/runPipeline.ts';
import { deriveMaskKeys } from '../../../src/policy/masks/deriveMaskKeys.ts';
import { createDatabase } from '../../../src/storage/createDatabase.ts';
import { silentObserver } from '../../support/silentObserver.ts';
import { killPointName, killPoints } from './killPoints.ts';
import { mortalDatabase } from './mortalDatabase.ts';
import { mortalWriter } from './mortalWriter.ts';

/**
 * The pipeline as `concordat pipeline` composes it, in a process that sends itself a signal when it comes to a point for the first
 * time. Arguments: project, database, brokers, secret of masks, the point's name, SIGKILL or SIGSTOP.
 */
const [root = '', connectionString = '', brokers = '', secret = '', name = '', signal = ''] =
  process.argv.slice(2);
const point = killPoints.find((one) => killPointName(one) === name);
if (point === undefined) throw new Error(`There is no point "${name}".`);

let hasReached = false;

async function reach(): Promise<void> {
  if (hasReached) return;
  hasReached = true;
  writeSync(1, 'at the point\n');
  process.kill(process.pid, signal);
  // Woken, it goes on where it stopped.
  await setImmediate();
}

const settings = { brokers: brokers.split(',') };
await runPipeline({
  database: mortalDatabase(createDatabase({ connectionString }), point, reach),
  project: assertProject(await readProjectFiles(root)),
  maskKeys: deriveMaskKeys(secret),
  topics: {
    reader: createTopicReader(settings),
    createWriter: mortalWriter((topic) => createTopicWriter(settings, topic), point, reach),
  },
  observer: {
    ...silentObserver,
    failed: (worker, error) => {
      console.error('work failed', worker, error);
    },
    lost: (gap) => {
      console.error('lost', gap);
    },
    unreadable: (batch) => {
      console.error('unreadable', batch);
    },
  },
  signal: new AbortController().signal,
  batchSize: 5,
  leaseMs: 1_000,
});
