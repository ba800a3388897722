import { parseArgs } from 'node:util';
import { statSync } from 'node:fs';
import { parseBrokers, parsePartitions } from '../../src/cli/kafka/parsers.ts';
import { createProgressBars } from '../../src/cli/progress/createProgressBars.ts';
import { fillTopics, type FilledFile } from './fillTopics.ts';
import { kafkaPort } from './kafkaPort.ts';
import { logsOf } from './logsOf.ts';

const usage = `npm run kafka:fill -- [--partitions <count>] <folder or file…>

Sends logs (*.ndjson, *.ndjson.gz; a line {"topic","key","timestamp","value"} is a record) to the topics that their records name, at
KAFKA_BROKERS (without TLS and login) or what npm run kafka started. Of a folder it takes the files named for their topic. Topics that are missing are made.`;

function describe({ path, records, existing }: FilledFile): string {
  if (records.size === 0) return `${path}: left alone, as it holds no record of a topic that it is named for`;
  const topics = Array.from(
    records,
    ([topic, count]) => `${count} records ${existing.includes(topic) ? 'added to' : 'to'} ${topic}`,
  );
  return `${path}: ${topics.join(', ')}`;
}

/** `npm run kafka:fill`: source topics from logs. */
async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { partitions: { type: 'string', default: '6' }, help: { type: 'boolean', default: false } },
  });
  if (values.help || positionals.length === 0) {
    console.log(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const partitions = parsePartitions(values.partitions);
  const local = `127.0.0.1:${kafkaPort(process.env['KAFKA_PORT']) ?? ''}`;
  const given = process.env['KAFKA_BROKERS'] ?? '';
  const brokers = parseBrokers(given === '' ? local : given);
  const bars = createProgressBars();
  try {
    const filled = await fillTopics({ brokers }, await logsOf(positionals), {
      partitions,
      onProgress: (path, bytesRead) => {
        bars.report(path, bytesRead, statSync(path).size);
      },
    });
    bars.stop();
    for (const file of filled) console.log(describe(file));
  } finally {
    bars.stop();
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
