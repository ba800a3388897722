import { expect, it } from '@jest/globals';
import { areFoundAlike } from '../../../src/storage/check/areFoundAlike.ts';

it.each([
  ['text', 'text'],
  ['text', 'character varying(5)'],
  ['integer', 'text'],
  ['uuid', 'text'],
  ['bigint', 'smallint'],
  ['numeric(10,2)', 'numeric'],
  ['timestamp with time zone', 'timestamp(3) with time zone'],
  ['date', 'date'],
])('%s and %s find each other', (one, other) => {
  expect([areFoundAlike(one, other), areFoundAlike(other, one)]).toEqual([true, true]);
});

it.each([
  ['numeric', 'text'],
  ['numeric', 'integer'],
  ['double precision', 'numeric'],
  ['timestamp with time zone', 'date'],
  ['timestamp with time zone', 'timestamp without time zone'],
  ['date', 'text'],
  ['jsonb', 'jsonb'],
  ['json', 'text'],
  ['text[]', 'text[]'],
  ['character(5)', 'text'],
])('%s and %s do not', (one, other) => {
  expect([areFoundAlike(one, other), areFoundAlike(other, one)]).toEqual([false, false]);
});
