import { describe, expect, it } from '@jest/globals';
import fc, { type Arbitrary } from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { createCallerSchema } from '../../../../resolvers/createCallerSchema.ts';
import { AccessLog } from '../../../../resolvers/context/AccessLog.ts';
import type { NotedRead } from '../../../../resolvers/context/NotedRead.ts';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import type { AccessProfile, FieldAccess } from '../../../../src/policy/AccessProfile.ts';
import { createCursorCodec } from '../../../../src/query/cursor/CursorCodec.ts';
import { ExactNumber } from '../../../../src/query/values/ExactNumber.ts';
import { createEngine } from '../../../../src/server/createEngine.ts';
import { DocumentLimiter } from '../../../../src/server/limits/DocumentLimiter.ts';
import { defaultLimits } from '../../../../src/server/limits/Limits.ts';
import { defaultStatementLimits } from '../../../../src/server/limits/StatementLimits.ts';
import { ChangeRenderer, type RenderedEntry } from '../../../../src/server/live/ChangeRenderer.ts';
import { parseLiveOperation } from '../../../../src/server/live/parseLiveOperation.ts';
import { parcelAccess, parcelProfile, parcelsProject } from '../../../support/parcels.ts';
import { maskKeys } from '../../../support/policyModel.ts';

const noDatabase = (): Promise<never> => Promise.reject(new Error('there is no database here'));

const engine = createEngine(
  {
    ...{ project: parcelsProject, maskKeys, now: () => new Date('2026-06-30T12:00:00Z') },
    database: { query: noDatabase, execute: noDatabase },
    cursors: createCursorCodec('a secret of the tests'),
    states: { asOf: () => Promise.resolve('2026-06-30T11:00:00.000Z') },
  },
  defaultStatementLimits,
);

type Person = 'tracker' | 'analyst';

function callerOf(person: Person): { readonly profile: AccessProfile; readonly schema: GraphQLSchema } {
  const profile = parcelProfile(person);
  return { profile, schema: createCallerSchema(profile, parcelsProject).schema };
}

const callers = { tracker: callerOf('tracker'), analyst: callerOf('analyst') };

interface Rendered {
  readonly text: string;
  readonly read: readonly string[];
}

interface Compared {
  readonly executed: Rendered;
  readonly told: Rendered;
  /** Whether GraphQL had no part in what was told. */
  readonly isDirect: boolean;
}

/** As it is noted for the audit. */
function noted(read: readonly NotedRead[]): readonly string[] {
  const log = new AccessLog();
  for (const { access, operation, paths, rows } of read) log.record(access, operation, paths, rows);
  return log
    .entries()
    .map(({ access, operation, paths, rowCount }) =>
      JSON.stringify([access.contract.id, operation, [...paths].sort(), rowCount]),
    );
}

/** What GraphQL's execution makes of a change, and what subscribers are told. */
async function compare(
  person: Person,
  query: string,
  entry: RenderedEntry,
  {
    variables = {},
    limits = defaultLimits,
  }: { variables?: Record<string, unknown>; limits?: typeof defaultLimits } = {},
): Promise<Compared> {
  const { profile, schema } = callers[person];
  const limiter = new DocumentLimiter(defaultLimits);
  const operation = parseLiveOperation(
    { query, variables },
    { schema, profile, limiter, limits: defaultLimits },
  );
  const execution = engine.openLive(profile, 'trace');
  let isDirect = false;
  const render = async (direct: typeof execution.direct): Promise<Rendered> => {
    const renderer = new ChangeRenderer({
      ...{ operation, limits, execution: { ...execution, direct } },
      formatError: (formatted) => formatted,
    });
    try {
      const { parts, read } = await renderer.entry(entry);
      return { text: parts.join('CURSOR'), read: noted(read) };
    } catch (error) {
      if (!(error instanceof ConcordatError)) throw error;
      return { text: `${error.code}: ${error.message}`, read: [] };
    }
  };
  const executed = await render(() => () => undefined);
  const told = await render((...selection) => {
    const write = execution.direct(...selection);
    return (...change) => {
      const message = write(...change);
      isDirect = message !== undefined;
      return message;
    };
  });
  return { executed, told, isDirect };
}

const digits = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String);
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

const scalarValues: Readonly<Record<string, Arbitrary<unknown>>> = {
  ID: fc.oneof(fc.string(), fc.integer()),
  String: fc.string({ unit: 'grapheme' }),
  Boolean: fc.boolean(),
  Int: fc.integer(),
  Float: fc.oneof(
    fc.double(),
    fc
      .integer()
      .map(String)
      .map((text) => new ExactNumber(text)),
  ),
  BigInt: fc.oneof(
    digits,
    digits.map((text) => new ExactNumber(text)),
  ),
  Decimal: fc.oneof(
    digits,
    digits.map((text) => new ExactNumber(`${text}.50`)),
  ),
  Date: day.map((text) => text.slice(0, 10)),
  DateTime: day,
  Duration: fc.constantFrom('PT1H', 'P1D', 'PT90M'),
  JSON: fc.jsonValue(),
};

/** Values of a field as a record has them, and now and then one that is none. */
function valuesOf({ field, nested }: FieldAccess): Arbitrary<unknown> {
  const { type } = field;
  const right =
    nested === undefined
      ? (scalarValues[type.name] ?? fc.constantFrom('TAKEN', 'UNDERWAY', 'NORTH'))
      : fc.record(Object.fromEntries([...nested.values()].map((one) => [one.field.column, valuesOf(one)])));
  const item = fc.oneof(
    { weight: 60, arbitrary: right },
    { weight: 1, arbitrary: fc.anything() },
    fc.constant(null),
  );
  return type.list ? fc.oneof({ weight: 30, arbitrary: fc.array(item, { maxLength: 3 }) }, item) : item;
}

/** One time in so many a part of a selection that only GraphQL's execution can show. */
const seldom = 12;

function selections(fields: readonly FieldAccess[]): Arbitrary<string> {
  const named = (text: string): Arbitrary<string> =>
    fc.constantFrom(
      text,
      `other_${text}: ${text}`,
      `${text} @include(if: $yes)`,
      `... @skip(if: $no) { ${text} }`,
      '',
    );
  const one = fc
    .constantFrom(...fields)
    .chain(({ field, nested }) =>
      nested === undefined
        ? named(field.name)
        : selections([...nested.values()]).map((inner) => `${field.name} ${inner}`),
    );
  const parts = fc.oneof({ weight: 20, arbitrary: one }, fc.constantFrom('__typename', 't: __typename'));
  return fc.array(parts, { minLength: 1, maxLength: 12 }).map((texts) => `{ __typename ${texts.join(' ')} }`);
}

const metas = fc.oneof(
  {
    weight: seldom,
    arbitrary: fc.constantFrom('', '_meta { revision }', 'm: _meta { __typename r: revision }'),
  },
  fc.constantFrom('_meta { asOf }', '_meta { settlement }'),
);

describe.each(['tracker', 'analyst'] as const)('what is told %s directly', (person) => {
  const { fields, contract } = parcelAccess(person, 'parcel@2');

  it('is what GraphQL makes of it', async () => {
    const all = [...fields.values()];
    const values = Object.fromEntries(
      all.map((one) => [one.field.name, contract.key.includes(one.field) ? fc.string() : valuesOf(one)]),
    );
    const rows = fc.oneof(
      { weight: 10, arbitrary: fc.record(values) },
      fc.record(values, { requiredKeys: ['parcelId'] }),
      fc.constant(null),
    );
    const entries = fc.record({
      kind: fc.constantFrom('UPSERT', 'DELETE', 'SNAPSHOT'),
      key: fc.record({ parcelId: fc.string() }),
      row: rows,
      revision: fc.constantFrom('7', null),
      committedAt: fc.constantFrom('2026-06-01T00:00:00.000Z', null),
    });
    let direct = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(selections(all), metas, entries, async (node, meta, entry) => {
        const query = `subscription ($yes: Boolean = true, $no: Boolean!) {
          root: parcelV2 { kind @include(if: $yes) __typename key revision at: committedAt cursor
            node { ...Row ${meta} } again: node { parcelId @skip(if: $no) } } }
          fragment Row on ParcelV2 ${node}`;
        const { executed, told, isDirect } = await compare(person, query, entry, {
          variables: { no: false },
        });
        expect(told).toEqual(executed);
        runs += 1;
        if (isDirect) direct += 1;
      }),
      { numRuns: 300 },
    );
    expect(direct / runs).toBeGreaterThan(0.3);
    expect(direct / runs).toBeLessThan(1);
  });
});

describe('a message', () => {
  const row = {
    ...{ parcelId: 'p1', region: 'NORTH', duty: '1', bornOn: '1990-01-01', insuredSum: '7' },
    ...{
      orderedAt: '2026-01-01T00:00:00.000Z',
      stops: [],
      label: 'x'.repeat(2_000),
      depotId: 'd1',
      shippedOn: 'never',
    },
  };
  const entry = { kind: 'UPSERT', key: { parcelId: 'p1' }, row, revision: '7', committedAt: null } as const;

  it.each([
    ['fields', 'node { parcelId label stops { at } _meta { revision } }', true],
    ['the key alone', 'kind key cursor', true],
    ['a field under the name of prototypes', 'node { __proto__: label }', false],
    ['the time up to which all is known', 'node { _meta { revision asOf } }', false],
    ['a row that a link leads to', 'node { depot { town } }', false],
    ['a field that the record lacks', 'node { keywords }', false],
    ['a value that is none of its type', 'node { shippedOn duty }', false],
  ])('with %s takes GraphQL where it must', async (_name, selected, expected) => {
    const { executed, told, isDirect } = await compare(
      'tracker',
      `subscription { parcelV2 { ${selected} } }`,
      entry,
    );
    expect(told).toEqual(executed);
    expect(isDirect).toBe(expected);
  });

  it('that is too large is refused', async () => {
    const limits = { ...defaultLimits, answerBytes: 1_000 };
    const query = 'subscription { parcelV2 { node { label } } }';
    const { executed, told } = await compare('tracker', query, entry, { limits });
    expect(told.text).toContain('LIMIT_EXCEEDED');
    expect(told).toEqual(executed);
  });
});
