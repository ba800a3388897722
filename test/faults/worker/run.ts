import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import { createTopicWriter } from '../../../src/feed/kafka/createTopicWriter.ts';
import { runPipeline } from '../../../src/pipeline/run/runPipeline.ts';
import { deriveMaskKeys } from '../../../src/policy/masks/deriveMaskKeys.ts';
import { createDatabase } from '../../../src/storage/createDatabase.ts';
import { killPointName, killPoints } from './killPoints.ts';
import { mortalDatabase } from './mortalDatabase.ts';
import { mortalWriter } from './mortalWriter.ts';

/**
 * The pipeline as `concordat pipeline` composes it, in a process that kills itself when it comes to a point for the first time.
 * Arguments: project, database, brokers, secret of masks, the point's name.
 */
const [root = '', connectionString = '', brokers = '', secret = '', name = ''] = process.argv.slice(2);
const point = killPoints.find((one) => killPointName(one) === name);
if (point === undefined) throw new Error(`There is no point "${name}".`);

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

const settings = { brokers: brokers.split(',') };
await runPipeline({
  database: mortalDatabase(createDatabase({ connectionString }), point, die),
  project: assertProject(await readProjectFiles(root)),
  maskKeys: deriveMaskKeys(secret),
  topics: {
    reader: createTopicReader(settings),
    createWriter: mortalWriter((topic) => createTopicWriter(settings, topic), point, die),
  },
  observer: {
    turned: () => undefined,
    failed: (worker, error) => {
      console.error(worker, error);
    },
    ingested: () => undefined,
    reached: () => undefined,
    lost: (gap) => {
      console.error('lost', gap);
    },
    missing: () => undefined,
    derived: () => undefined,
    published: () => undefined,
  },
  signal: new AbortController().signal,
  batchSize: 5,
  leaseMs: 1_000,
});
