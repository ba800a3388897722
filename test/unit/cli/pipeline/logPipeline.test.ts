import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { createNews } from '../../../../src/cli/pipeline/createNews.ts';
import { logPipeline } from '../../../../src/cli/pipeline/logPipeline.ts';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { toKafkaError } from '../../../../src/feed/kafka/toKafkaError.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';

function taken(topic: string): ConcordatError {
  return new ConcordatError('TOPIC_TAKEN', `Topic ${topic} is another's.`, {
    ...{ fix: 'Take it over.', subject: topic },
  });
}

const over = 'work that failed goes on again';

function logged(): {
  readonly advance: (ms: number) => void;
  readonly log: ReturnType<typeof logPipeline>;
  readonly lines: () => readonly unknown[];
} {
  let written = '';
  let now = 0;
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  return {
    advance: (ms) => {
      now += ms;
    },
    log: logPipeline(createLogger({ level: 'info', destination }), () => now),
    lines: () =>
      written
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
  };
}

describe('the log of a pipeline', () => {
  it('says a failure once, with what to do about it', () => {
    const { log, lines } = logged();
    for (const topic of ['a', 'b', 'a', 'b']) log.failed('publisher', taken(topic), 200, `publish:${topic}`);
    expect(lines()).toEqual(
      ['a', 'b'].map((topic) => ({
        ...{ level: 'error', time: expect.any(String), msg: 'work failed and is tried again' },
        ...{ worker: 'publisher', work: `publish:${topic}`, retryInMs: 200 },
        err: {
          ...{ name: 'ConcordatError', code: 'TOPIC_TAKEN', subject: topic },
          ...{ message: `Topic ${topic} is another's.`, fix: 'Take it over.' },
        },
      })),
    );
  });

  it('says that Kafka is away once, whatever the work was about that noticed it', () => {
    const { log, lines } = logged();
    for (const topic of ['a', 'b']) {
      const refusal = new kafkajs.KafkaJSConnectionError('Connection error', { code: 'ECONNREFUSED' });
      log.failed('publisher', toKafkaError(refusal, `writing to ${topic}`, topic), 200, `publish:${topic}`);
    }
    expect(lines()).toHaveLength(1);
  });

  it('says once that what failed goes on again, and nothing of what it did not say had failed', () => {
    const { log, lines } = logged();
    log.recovered('publisher', taken('a'), 'x');
    for (let round = 0; round < 2; round += 1) {
      log.failed('publisher', taken('a'), 200, 'x');
      log.rounded('publisher', undefined, new Map([['x', taken('a')]]));
      log.recovered('ingester', taken('a'), 'x');
      log.recovered('publisher', taken('a'), 'x');
      log.rounded('publisher', undefined, new Map());
      log.rounded('publisher', undefined, new Map());
    }
    expect(lines()).toMatchObject([
      { level: 'error', msg: 'work failed and is tried again' },
      { ...{ level: 'info', msg: over, worker: 'publisher' }, code: 'TOPIC_TAKEN', work: ['x'] },
    ]);
  });

  it('says that it is over only once something succeeded and nothing of the worker fails by it any more', () => {
    const { log, lines } = logged();
    for (const work of ['x', 'y', 'z']) log.failed('publisher', taken('a'), 200, work);
    log.recovered('publisher', taken('a'), 'x');
    log.rounded(
      'publisher',
      undefined,
      new Map([
        ['x', undefined],
        ['y', taken('a')],
        ['z', taken('a')],
      ]),
    );
    expect(lines()).toHaveLength(1);
    log.recovered('publisher', taken('a'), 'y');
    // The third is another process's now.
    log.rounded('publisher', undefined, new Map());
    expect(lines()).toMatchObject([{ level: 'error' }, { level: 'info', msg: over, work: ['x', 'y'] }]);
    const left = logged();
    left.log.failed('publisher', taken('a'), 200, 'x');
    left.log.rounded('publisher', undefined, new Map());
    expect(left.lines()).toHaveLength(1);
  });

  it('says a failure anew that comes again after it was over, once it lasts, and again that it is over', () => {
    const { log, lines, advance } = logged();
    const failAndRecover = (lastsMs: number): void => {
      log.failed('publisher', taken('a'), 200, 'x');
      advance(lastsMs);
      log.failed('publisher', taken('a'), 400, 'x');
      log.recovered('publisher', taken('a'), 'x');
      log.rounded('publisher', undefined, new Map());
    };
    failAndRecover(100);
    failAndRecover(100);
    expect(lines()).toMatchObject([{ level: 'error' }, { msg: over }]);
    failAndRecover(5_000);
    expect(lines().slice(2)).toMatchObject([{ level: 'error' }, { msg: over }]);
  });

  it('says what a worker has of the work', () => {
    const { log, lines } = logged();
    log.shared('deriver', { held: ['shard:0', 'shard:1'], taken: ['shard:1'], givenBack: [], lost: [] });
    log.shared('deriver', { held: ['shard:0'], taken: [], givenBack: [], lost: ['shard:1'] });
    expect(lines()).toEqual([
      {
        ...{ level: 'info', time: expect.any(String), msg: 'the share of the work changed' },
        ...{ worker: 'deriver', count: 2, held: ['shard:0', 'shard:1'], taken: ['shard:1'] },
      },
      {
        ...{ level: 'info', time: expect.any(String), msg: expect.stringContaining('leases were lost') },
        ...{ worker: 'deriver', count: 1, held: ['shard:0'], lost: ['shard:1'] },
      },
    ]);
  });

  it('says where on a contract topic a batch cannot be read', () => {
    const { log, lines } = logged();
    const batch = {
      contract: 'claim@1',
      topic: 'contract.claim.v1',
      partition: 2,
      reason: 'with compression gzip',
    };
    log.unreadable({ ...batch, fromOffset: 7n, toOffset: 277n });
    expect(lines()).toMatchObject([{ level: 'error', ...batch, fromOffset: 7, toOffset: 277 }]);
  });

  it('says which rows were set aside by a batch, and not those that had been before', () => {
    const { log, lines } = logged();
    const counts = { inserted: 0, updated: 0, deleted: 1, rows: 1, unreached: 0 };
    log.derived({
      ...{ shard: 0, durationMs: 1 },
      result: {
        ...{ events: 1, products: [] },
        reconciliations: [
          { reconciliation: 'claim_balance', setAside: [{ reason: 'r1', rows: 2, isNew: 2 }] },
        ],
        contracts: [
          {
            ...{ ...counts, contract: 'claim@1' },
            setAside: [
              { reason: 'r2', rows: 3, isNew: 1 },
              { reason: 'r3', rows: 1, isNew: 0 },
            ],
          },
        ],
      },
    });
    expect(lines()).toMatchObject([
      { level: 'warn', reconciliation: 'claim_balance', reason: 'r1', rows: 2 },
      { level: 'warn', contract: 'claim@1', reason: 'r2', rows: 1 },
    ]);
  });

  it('says it again when it goes on for long, and another one at once', () => {
    let now = 0;
    const isNews = createNews(() => now);
    expect([isNews('publisher', taken('a')), isNews('publisher', taken('a'))]).toEqual([true, false]);
    expect([isNews('ingester', taken('a')), isNews('publisher', taken('b'))]).toEqual([true, true]);
    now = 599_999;
    expect(isNews('publisher', taken('a'))).toBe(false);
    now = 600_000;
    expect(isNews('publisher', taken('a'))).toBe(true);
  });
});
