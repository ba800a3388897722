import { expect, it } from '@jest/globals';
import { isSameType } from '../../../src/storage/check/isSameType.ts';

it.each([
  ['text', 'text'],
  ['integer', 'integer'],
  ['numeric', 'numeric'],
  ['timestamp with time zone', 'timestamp(3) with time zone'],
  ['timestamp(3) with time zone', 'timestamp(3) with time zone'],
  ['date', 'date'],
])('%s and %s are the same', (one, other) => {
  expect([isSameType(one, other), isSameType(other, one)]).toEqual([true, true]);
});

it.each([
  ['text', 'character varying'],
  ['text', 'character varying(5)'],
  ['text', 'character(5)'],
  ['text', 'bpchar'],
  ['integer', 'text'],
  ['integer', 'bigint'],
  ['uuid', 'text'],
  ['boolean', 'text'],
  ['numeric(10,2)', 'numeric'],
  ['numeric', 'integer'],
  ['double precision', 'numeric'],
  ['timestamp(0) with time zone', 'timestamp(3) with time zone'],
  ['timestamp with time zone', 'timestamp without time zone'],
  ['timestamp(3) with time zone', 'timestamp(3) without time zone'],
  ['timestamp with time zone', 'date'],
  ['date', 'text'],
  ['jsonb', 'jsonb'],
  ['json', 'json'],
  ['text[]', 'text[]'],
])('%s and %s are not', (one, other) => {
  expect([isSameType(one, other), isSameType(other, one)]).toEqual([false, false]);
});
