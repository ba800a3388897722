import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createNews } from '../../../../src/cli/pipeline/createNews.ts';
import { logPipeline } from '../../../../src/cli/pipeline/logPipeline.ts';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';

function taken(topic: string): ConcordatError {
  return new ConcordatError('TOPIC_TAKEN', `Topic ${topic} is another's.`, {
    ...{ fix: 'Take it over.', subject: topic },
  });
}

function logged(): {
  readonly log: ReturnType<typeof logPipeline>;
  readonly lines: () => readonly unknown[];
} {
  let written = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  return {
    log: logPipeline(createLogger({ level: 'info', destination })),
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
    for (const topic of ['a', 'b', 'a', 'b']) log.failed('publisher', taken(topic), 200);
    expect(lines()).toEqual(
      ['a', 'b'].map((topic) => ({
        ...{ level: 'error', time: expect.any(String), msg: 'work failed and is tried again' },
        ...{ worker: 'publisher', retryInMs: 200 },
        err: {
          ...{ name: 'ConcordatError', code: 'TOPIC_TAKEN', subject: topic },
          ...{ message: `Topic ${topic} is another's.`, fix: 'Take it over.' },
        },
      })),
    );
  });

  it('says once that what failed goes on again, and nothing of what it did not say had failed', () => {
    const { log, lines } = logged();
    log.recovered('publisher', taken('a'));
    for (let round = 0; round < 2; round += 1) {
      log.failed('publisher', taken('a'), 200);
      log.recovered('ingester', taken('a'));
      log.recovered('publisher', taken('a'));
      log.recovered('publisher', taken('a'));
    }
    expect(lines()).toMatchObject([
      { level: 'error', msg: 'work failed and is tried again' },
      { level: 'info', msg: 'work that failed goes on again', worker: 'publisher', code: 'TOPIC_TAKEN' },
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
