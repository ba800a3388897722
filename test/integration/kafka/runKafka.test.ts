import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import { testTopics } from '../../support/kafka.ts';
import { readTopic } from '../../support/readTopic.ts';
import { freePorts } from '../../kafka/freePorts.ts';
import { kafkaDirectory } from '../../kafka/sharedKafka.ts';

const used: number[] = [];
afterAll(async () => {
  for (const port of used) await rm(join(kafkaDirectory, `data-${port}`), { recursive: true, force: true });
});

/** Runs what `npm run kafka` runs. */
function runKafka(port: string) {
  used.push(Number(port));
  const child = spawn(process.execPath, [join(packageRoot(), 'test/kafka/run.ts')], {
    env: { ...process.env, NODE_OPTIONS: '', KAFKA_PORT: port },
  });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.text += chunk.toString();
    });
  }
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, text: output.text }));
  return { child, output, ended };
}

/** A port that is free, and the one after it too. */
async function freePair(): Promise<number> {
  for (;;) {
    const [port = 0] = await freePorts(1);
    const next = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      next.once('error', () => {
        resolve(false);
      });
      next.listen(port + 1, '127.0.0.1', () => {
        resolve(true);
      });
    });
    next.close();
    if (isFree && port < 65_534) return port;
  }
}

async function started() {
  const running = runKafka(String(await freePair()));
  while (!running.output.text.includes('Ctrl+C ends it')) {
    if (running.child.exitCode !== null) throw new Error(running.output.text);
    await setTimeout(100);
  }
  return running;
}

const kafkaPid = (text: string): number => Number(/\(process (\d+)\)/.exec(text)?.[1]);

describe('npm run kafka', () => {
  it.each(['abc', '0', '65535', '-1', '9092.5'])('says that KAFKA_PORT=%s is no port', async (port) => {
    expect(await runKafka(port).ended).toEqual({
      code: 2,
      text: 'KAFKA_PORT cannot be used: a port is a whole number from 1 to 65534; the one after it is needed too.\n',
    });
  });

  it.each([0, 1])(
    'says which port is taken, its own or the controller’s: + %i',
    async (offset) => {
      const port = await freePair();
      const other = createServer().listen(port + offset, '127.0.0.1');
      await once(other, 'listening');
      const { code, text } = await runKafka(String(port)).ended;
      expect(text).toContain(`Port ${port + offset} is taken`);
      expect(text).toContain('KAFKA_PORT chooses another');
      expect(code).toBe(1);
      other.close();
    },
    120_000,
  );

  it('keeps what is of years ago, and ends in good order when it is asked to', async () => {
    const { child, output, ended } = await started();
    const pid = kafkaPid(output.text);
    const settings = { brokers: [/KAFKA_BROKERS=(\S+)/.exec(output.text)?.[1] ?? ''] };
    const topics = await testTopics(settings);
    // As others make topics, without a word about retention.
    await topics.create('old', 1);
    await topics.send('old', [{ value: '{}', timestamp: '1483628480000' }]);
    await setTimeout(5_000);
    const reader = createTopicReader(settings);
    expect(await readTopic(reader, 'old')).toHaveLength(1);
    await Promise.all([reader.close(), topics.close()]);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }, 180_000);

  it('ends with what it says of it when its Kafka is killed', async () => {
    const { output, ended } = await started();
    process.kill(kafkaPid(output.text), 'SIGKILL');
    const { code, text } = await ended;
    expect(text).toMatch(/Apache Kafka has ended by itself \(SIGKILL\)\. See .*server\.log\./);
    expect(code).toBe(1);
  }, 180_000);
});
