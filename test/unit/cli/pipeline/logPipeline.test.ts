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

describe('the log of a pipeline', () => {
  it('says a failure once, with what to do about it', () => {
    let written = '';
    const destination = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    const { failed } = logPipeline(createLogger({ level: 'info', destination }));
    for (const topic of ['a', 'b', 'a', 'b']) failed('publisher', taken(topic), 200);
    const lines: unknown[] = written
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual(
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
