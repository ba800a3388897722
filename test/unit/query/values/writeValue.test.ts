import { describe, expect, it } from '@jest/globals';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { assertWellFormed } from '../../../../src/query/values/assertWellFormed.ts';
import { durationSeconds } from '../../../../src/query/values/durationSeconds.ts';
import { parseExactJson } from '../../../../src/query/values/parseExactJson.ts';
import { typeLookup, writeValue } from '../../../../src/query/values/writeValue.ts';
import { parcelAccess, parcelsProject } from '../../../support/parcels.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const access = parcelAccess('tracker', 'parcel@2');
const types = typeLookup(access.contract, parcelsProject);

function write(name: string, stored: unknown): unknown {
  const field = access.fields.get(name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return writeValue(field, stored, types, access.contract.id);
}

describe('stored values on the wire', () => {
  it.each([
    ['label', 'text', 'text'],
    ['label', null, null],
    ['pieceCount', 3, 3],
    ['weight', 0.1, 0.1],
    ['machineNumber', '9007199254740993', '9007199254740993'],
    ['price', '12.5', '12.5'],
    ['price', '12.50', '12.5'],
    ['price', '100.00', '100'],
    ['price', '-0.0', '0'],
    ['price', '-0.010', '-0.01'],
    ['price', '007.10', '7.1'],
    ['price', '100', '100'],
    ['shippedOn', '2024-02-29', '2024-02-29'],
    ['deliveredAt', '2017-01-05T14:01:20.000Z', '2017-01-05T14:01:20.000Z'],
    ['isExpress', false, false],
    ['progress', 'TAKEN', 'TAKEN'],
    ['keywords', ['a', 'b'], ['a', 'b']],
    ['extras', { a: [1, null, { b: 'c' }] }, { a: [1, null, { b: 'c' }] }],
    ['sender', { tradeName: 'x', invoiceEmail: null, secret: 1 }, { tradeName: 'x', invoiceEmail: null }],
  ])('%s: %j', (name, stored, written) => {
    expect(write(name, stored)).toEqual(written);
  });

  it('keeps every digit of numbers inside of JSON', () => {
    const stops = parseExactJson(
      '[{"at":"2017-01-05T14:01:20+00:00","cost":12345678901234567890.10,"ticks":9007199254740993,"clerk":null}]',
    );
    expect(write('stops', stops)).toEqual([
      {
        at: '2017-01-05T14:01:20.000Z',
        cost: '12345678901234567890.1',
        ticks: '9007199254740993',
        clerk: null,
      },
    ]);
  });

  it.each(['6.1', '6.10', '"6.1"', '"6.10"'])(
    'writes %s inside of JSON as the row’s own field says it',
    (cost) => {
      const stops = parseExactJson(
        `[{"at":"2017-01-05T16:01:20+02:00","cost":${cost},"ticks":"07","clerk":null}]`,
      );
      expect(write('stops', stops)).toEqual([
        { at: '2017-01-05T14:01:20.000Z', cost: write('price', '6.10'), ticks: '7', clerk: null },
      ]);
      expect(write('price', '6.10')).toBe('6.1');
    },
  );

  it('writes numbers of JSON that are exact as they are', () => {
    expect(JSON.stringify(parseExactJson('{"a":1.5,"b":[10,-3e2],"c":1.10}'))).toBe(
      '{"a":1.5,"b":[10,-300],"c":1.1}',
    );
  });

  it.each([
    ['pieceCount', 'secret', 'Int'],
    ['pieceCount', 2 ** 31, 'Int'],
    ['weight', Number.NaN, 'Float'],
    ['weight', Number.POSITIVE_INFINITY, 'Float'],
    ['machineNumber', '1.5', 'BigInt'],
    ['machineNumber', '9223372036854775808', 'BigInt'],
    ['price', 'NaN', 'Decimal'],
    ['price', 'Infinity', 'Decimal'],
    ['duty', null, 'Decimal!'],
    ['shippedOn', 'infinity', 'Date'],
    ['shippedOn', '2023-02-29', 'Date'],
    ['shippedOn', '0044-03-15 BC', 'Date'],
    ['deliveredAt', 'infinity', 'DateTime'],
    ['deliveredAt', '12017-01-05T14:01:20.000Z', 'DateTime'],
    ['deliveredAt', '2017-02-30T14:01:20.000Z', 'DateTime'],
    ['deliveredAt', '5', 'DateTime'],
    ['pickupWindow', 'two days', 'Duration'],
    ['isExpress', 'secret', 'Boolean'],
    ['progress', 'secret', 'ParcelProgressV2'],
    ['label', { secret: 1 }, 'String'],
    ['keywords', 'secret', '[String!]'],
    ['sender', 'secret', 'Sender'],
    ['sender', undefined, 'Sender'],
    ['stops', null, '[StopV2!]!'],
  ])('%s: %j is an error that does not tell it (attack 23)', (name, stored, type) => {
    expect(write(name, stored)).toEqual(invalid(name, type));
  });

  it('stands in the place of what is wrong, and leaves the rest', () => {
    const stop = { at: '2017-01-05T14:01:20+00:00', cost: 'secret', ticks: null, clerk: null };
    expect(write('keywords', ['a', null, 7, 'b'])).toEqual([
      'a',
      invalid('keywords', '[String!]'),
      invalid('keywords', '[String!]'),
      'b',
    ]);
    expect(write('stops', [stop, { ...stop, at: null, cost: '1' }, 'secret', null])).toEqual([
      { ...stop, at: '2017-01-05T14:01:20.000Z', cost: invalid('stops.cost', 'Decimal') },
      { ...stop, at: invalid('stops.at', 'DateTime!'), cost: '1' },
      invalid('stops', '[StopV2!]!'),
      invalid('stops', '[StopV2!]!'),
    ]);
  });

  it.each([
    ['2017-01-05T14:01:20', '2017-01-05T14:01:20.000Z'],
    ['2017-01-05 14:01:20.5+02', '2017-01-05T12:01:20.500Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['9999-12-31T23:59:59-01:00', invalid('deliveredAt', 'DateTime')],
  ])('writes the time %s in UTC, whatever the machine’s zone', (stored, written) => {
    expect(write('deliveredAt', stored)).toEqual(written);
  });
});

/** The error that stands for a stored value; its whole message is given, so nothing of the value is in it. */
function invalid(path: string, type: string): ConcordatError {
  return new ConcordatError(
    'STORED_VALUE_INVALID',
    `A stored value of \`parcel@2.${path}\` is not of type \`${type}\`.`,
  );
}

describe('text of arguments', () => {
  it.each([{ a: 'x\0' }, { a: [{ b: '\ud800' }] }, ['\udc00x']])('refuses %j (attack 51)', (args) => {
    expect(
      codeThrownBy(() => {
        assertWellFormed(args);
      }),
    ).toBe('BAD_USER_INPUT');
  });

  it('takes whole characters, however deep', () => {
    let deep: unknown = '😀';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(() => {
      assertWellFormed({ deep, none: null, count: 1 });
    }).not.toThrow();
  });
});

describe('durations', () => {
  it.each([
    ['PT24H', 86_400],
    ['P1DT12H', 129_600],
    ['PT1M', 60],
    ['PT0.5S', 0.5],
    ['P1W', 604_800],
  ])('%s', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  it('refuses other text', () => {
    expect(codeThrownBy(() => durationSeconds('1 day'))).toBe('PROJECT_INVALID');
  });
});
