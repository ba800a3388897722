import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { parseTimestamp, typeParsers } from '../../../src/storage/typeParsers.ts';

describe('parseTimestamp', () => {
  it.each([
    ['2017-01-05 14:01:20+00', '2017-01-05T14:01:20.000Z'],
    ['2017-01-05 14:01:20.5+00', '2017-01-05T14:01:20.500Z'],
    ['2017-01-05 14:01:20.123999+00', '2017-01-05T14:01:20.123Z'],
    ['12017-01-05 14:01:20+00', '12017-01-05T14:01:20.000Z'],
    ['infinity', 'infinity'],
    ['0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'],
  ])('%s -> %s', (text, iso) => {
    expect(parseTimestamp(text)).toBe(iso);
  });
});

it("leaves pg's global parsers as they are", () => {
  const { NUMERIC, TIMESTAMPTZ } = pg.types.builtins;
  const own: unknown = typeParsers.getTypeParser(TIMESTAMPTZ);
  const theirs: unknown = pg.types.getTypeParser(TIMESTAMPTZ);
  expect(own).toBe(parseTimestamp);
  expect(theirs).not.toBe(parseTimestamp);
  expect(typeParsers.getTypeParser(NUMERIC, 'binary')).toBe(pg.types.getTypeParser(NUMERIC, 'binary'));
});
