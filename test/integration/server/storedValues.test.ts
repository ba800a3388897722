import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { type Answer, type ClinicGateway, startGateway } from '../../support/clinicGateway.ts';

/** What may stand in no answer, error or log; each column is full of it where its type takes text. */
const raw = /raw-|infinity|Infinity|NaN|12017|4713/;

const tables = `
  create schema rivers;
  create table rivers.stations (station_number integer primary key, river text, loaded_at timestamptz);
  create table rivers.readings (
    reading_id text unique, trend text, height numeric, float_height double precision, read_at timestamptz, booked_on date,
    looked_for text, weather jsonb, remarks jsonb, marks text[], recording jsonb, sheet text, keeper_born_on date,
    keeper_wage numeric, keeper_name text, witness text, gauge_number bigint, loaded_at timestamptz default '2026-06-01Z'
  );
  insert into rivers.stations values (1, 'Drava', '2026-06-01Z');
  insert into rivers.readings values (
    'r1', 'RISING', 1.50, 1.5, '2026-05-01T08:00Z', '2026-05-01', 'PT5M', '{"temperature": 12.50, "sky": "clear", "observer": "Ana"}',
    '[{"doneAt": "2026-05-01T08:00:00+00:00", "deed": "cleaned"}]', '{RISING,null}', '{"level": [1]}', 's1', '1980-05-05', 12, 'Ana', 'RISING', 1
  );
  -- Wrong wherever null may be said instead.
  insert into rivers.readings values (
    'r2', 'raw-trend', 'NaN', 'Infinity', 'infinity', '4713-01-01 BC', 'raw-duration', '{"temperature": "raw-warm", "sky": "grey", "observer": 7}',
    '[{"doneAt": "2026-05-01T08:00:00Z", "deed": 1}]', '{raw-mark,RISING}', '[]', 's2', '1980-05-05', 12, 'Ana', 'raw-witness', 3000000000
  );
  insert into rivers.readings (reading_id, sheet, keeper_born_on, keeper_wage, keeper_name, weather, remarks, gauge_number) values
    -- Nothing where something must be.
    ('r3', null, null, null, null, '{"temperature": 1}', '[{"deed": "swept"}]', 1),
    -- Other shapes.
    ('r4', 's4', 'infinity', 'NaN', 'Ana', '"raw-weather"', '{"raw-remarks": 1}', null),
    (null, 's5', '1980-05-05', 12, 'Ana', '[1]', '["raw-remark", null]', null)
`;

let rivers: ClinicGateway;
beforeAll(async () => {
  const project = assertProject(await readProjectFiles(join(packageRoot(), 'test', 'support', 'stations')));
  rivers = await startGateway(project, async (database) => {
    await database.transaction((transaction) => transaction.script(tables));
    await migrate(database, { migrationsDir: join(packageRoot(), 'migrations'), project });
  });
});
afterAll(() => rivers.close());

const warning = { consumer: 'flood-desk', purposes: ['WARNING'] };
const research = { consumer: 'university', purposes: ['RESEARCH'] };

async function ask(query: string, as = warning, variables: unknown = {}): Promise<Answer> {
  const answer = await rivers.ask({ query, as, variables });
  expect(answer.status).toBe(200);
  expect(answer.text).not.toMatch(raw);
  expect(rivers.logText()).not.toMatch(raw);
  return answer;
}

/** The errors of an answer by path, each with the field and type that its message names. */
function placesOf({ errors }: Answer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    errors.map(({ path = [], message, extensions }) => {
      const [, field, type] =
        /^A stored value of `([\w@.]+)` is not of type `([\w[\]!]+)`\.$/.exec(message) ?? [];
      expect(extensions).toEqual({
        code: 'STORED_VALUE_INVALID',
        fix: expect.any(String),
        traceId: expect.any(String),
      });
      return [path.slice(2).join('.'), `${field ?? message} ${type ?? ''}`];
    }),
  );
}

const plain = 'trend height floatHeight readAt bookedOn lookedFor marks';

describe('a stored value that is none of its type', () => {
  it('is null with an error at its place where it may be null, and all else is answered', async () => {
    const answer = await ask(
      `{ readingV1List { nodes { sheet ${plain} } totalCount } stationV1List { totalCount } }`,
    );
    const nothing = {
      trend: null,
      height: null,
      floatHeight: null,
      readAt: null,
      bookedOn: null,
      lookedFor: null,
    };
    expect(answer.data).toEqual({
      readingV1List: {
        nodes: [
          {
            sheet: 's1',
            trend: 'RISING',
            height: '1.5',
            floatHeight: 1.5,
            readAt: '2026-05-01T08:00:00.000Z',
            bookedOn: '2026-05-01',
            lookedFor: 'PT5M',
            marks: ['RISING', null],
          },
          { ...nothing, sheet: 's2', marks: [null, 'RISING'] },
          null,
          { ...nothing, sheet: 's4', marks: null },
          { ...nothing, sheet: 's5', marks: null },
        ],
        totalCount: 5,
      },
      stationV1List: { totalCount: 1 },
    });
    expect(placesOf(answer)).toEqual({
      '1.trend': 'reading@1.trend TrendV1',
      '1.height': 'reading@1.height Decimal',
      '1.floatHeight': 'reading@1.floatHeight Float',
      '1.readAt': 'reading@1.readAt DateTime',
      '1.bookedOn': 'reading@1.bookedOn Date',
      '1.lookedFor': 'reading@1.lookedFor Duration',
      '1.marks.0': 'reading@1.marks [TrendV1]',
      '2.sheet': 'reading@1.sheet String!',
    });
  });

  it('takes with it what must not be null, up to the nearest that may', async () => {
    const list = await ask('{ readingV1List { edges { cursor node { readingId sheet } } } }');
    expect(list.data).toEqual({
      readingV1List: {
        edges: [
          { cursor: expect.any(String), node: { readingId: 'r1', sheet: 's1' } },
          { cursor: expect.any(String), node: { readingId: 'r2', sheet: 's2' } },
          { cursor: expect.any(String), node: null },
          { cursor: expect.any(String), node: { readingId: 'r4', sheet: 's4' } },
          // Not even its key is there.
          { cursor: expect.any(String), node: null },
        ],
      },
    });
    expect(list.errors.map(({ path }) => path)).toEqual([
      ['readingV1List', 'edges', 2, 'node', 'sheet'],
      ['readingV1List', 'edges', 4, 'node', 'readingId'],
    ]);

    const byKey = await ask(
      '{ whole: readingV1(readingId: "r1") { sheet } broken: readingV1(readingId: "r3") { sheet } }',
    );
    expect(byKey.data).toEqual({ whole: { sheet: 's1' }, broken: null });
    expect(byKey.errors.map(({ path }) => path)).toEqual([['broken', 'sheet']]);

    const entities = await ask(
      '{ _entities(representations: [{ __typename: "ReadingV1", readingId: "r3" }, { __typename: "ReadingV1", readingId: "r1" }]) { ... on ReadingV1 { sheet } } }',
    );
    expect(entities.data).toEqual({ _entities: [null, { sheet: 's1' }] });
  });

  it('does not end a walk through the pages', async () => {
    const seen: unknown[] = [];
    let after: unknown = null;
    for (let page = 0; page < 3; page += 1) {
      const { data } = await ask(
        'query ($after: String) { readingV1List(first: 2, after: $after) { nodes { sheet } pageInfo { endCursor } } }',
        warning,
        { after },
      );
      const list = data?.['readingV1List'] as { nodes: unknown[]; pageInfo: { endCursor: string } };
      seen.push(...list.nodes);
      after = list.pageInfo.endCursor;
    }
    expect(seen.slice(0, 4)).toEqual([{ sheet: 's1' }, { sheet: 's2' }, null, { sheet: 's4' }]);
  });

  it('is found within JSON too, where it was asked for', async () => {
    const answer = await ask(
      '{ readingV1List { nodes { weather { temperature sky } remarks { doneAt deed } recording } } }',
    );
    expect(answer.data).toEqual({
      readingV1List: {
        nodes: [
          {
            weather: { temperature: '12.5', sky: 'clear' },
            remarks: [{ doneAt: '2026-05-01T08:00:00.000Z', deed: 'cleaned' }],
            recording: { level: [1] },
          },
          {
            weather: { temperature: null, sky: 'grey' },
            remarks: [{ doneAt: '2026-05-01T08:00:00.000Z', deed: null }],
            recording: [],
          },
          { weather: null, remarks: null, recording: null },
          { weather: null, remarks: null, recording: null },
          { weather: null, remarks: null, recording: null },
        ],
      },
    });
    expect(placesOf(answer)).toEqual({
      '1.weather.temperature': 'reading@1.weather.temperature Decimal',
      '1.remarks.0.deed': 'reading@1.remarks.deed String',
      '2.weather.sky': 'reading@1.weather.sky String!',
      '2.remarks.0.doneAt': 'reading@1.remarks.doneAt DateTime!',
      '3.weather': 'reading@1.weather WeatherV1',
      '3.remarks': 'reading@1.remarks [RemarkV1!]',
      '4.weather': 'reading@1.weather WeatherV1',
      '4.remarks.0': 'reading@1.remarks [RemarkV1!]',
    });
    const partly = await ask(
      '{ readingV1List(first: 3) { nodes { weather { temperature } remarks { deed } } } }',
    );
    expect(partly.errors.map(({ path }) => path?.slice(2).join('.'))).toEqual([
      '1.weather.temperature',
      '1.remarks.0.deed',
    ]);
  });

  it('in a link is a link to nothing, and does not break the links of other rows', async () => {
    const { data, errors } = await ask('{ readingV1List(first: 3) { nodes { gauge { river } } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      readingV1List: {
        nodes: [{ gauge: { river: 'Drava' } }, { gauge: null }, { gauge: { river: 'Drava' } }],
      },
    });
  });

  it('is logged once a field and request', async () => {
    const linesOf = () =>
      rivers
        .logText()
        .split('\n')
        .filter((line) => line.includes('"subject":"reading@1.weather"'));
    const before = linesOf().length;
    const { errors } = await ask(
      '{ readingV1List { nodes { weather { sky } } } again: readingV1List { nodes { weather { sky } } } }',
    );
    expect(errors.filter(({ message }) => message.includes('weather`'))).toHaveLength(4);
    expect(linesOf().slice(before)).toEqual([expect.stringContaining('STORED_VALUE_INVALID')]);
  });
});

describe('a stored value behind a mask', () => {
  it('is not looked at where the mask does not depend on it', async () => {
    const { data, errors } = await ask(
      '{ readingV1List(first: 2) { nodes { witness weather { sky observer } keeperName } } }',
      research,
    );
    expect(errors).toEqual([]);
    const hash = expect.stringMatching(/^hash_/);
    expect(data).toEqual({
      readingV1List: {
        nodes: [
          { witness: null, weather: { sky: 'clear', observer: null }, keeperName: hash },
          { witness: null, weather: { sky: 'grey', observer: null }, keeperName: hash },
        ],
      },
    });
  });

  it('shows no more by its error than by its mask: missing and wrong ones look alike', async () => {
    const query = (id: string) => `{ readingV1(readingId: "${id}") { keeperName keeperBornOn } }`;
    const missing = await ask(query('r3'), research);
    const wrong = await ask(query('r4'), research);
    const told = ({ data, errors }: Answer) => [
      data,
      errors.map(({ message, path, extensions: { code, fix } }) => [message, path, code, fix]),
    ];
    expect(missing.codes).toEqual(['STORED_VALUE_INVALID']);
    expect(told(missing)).toEqual(told(wrong));
    const wages = await ask('{ readingV1List { nodes { readingId keeperWage } } }', research);
    expect(placesOf(wages)).toEqual({
      '2.keeperWage': 'reading@1.keeperWage Decimal!',
      '3.keeperWage': 'reading@1.keeperWage Decimal!',
      '4.readingId': 'reading@1.readingId ID!',
    });
  });
});

it('a time that is none does not make an as-of', async () => {
  await rivers.database.execute({
    text: `update rivers.readings set loaded_at = 'infinity' where reading_id = 'r2'`,
  });
  await rivers.database.execute({
    text: `update rivers.readings set loaded_at = '12017-01-01Z' where reading_id = 'r4'`,
  });
  const { data, extensions, codes } = await ask(
    '{ contract(name: "reading") { freshness { asOf slaMet } } readingV1(readingId: "r1") { _meta { asOf } } }',
  );
  expect(codes).toEqual([]);
  const asOf = '2026-06-01T00:00:00.000Z';
  expect(data).toEqual({ contract: { freshness: { asOf, slaMet: false } }, readingV1: { _meta: { asOf } } });
  expect(extensions?.['contracts']).toEqual([expect.objectContaining({ name: 'reading', asOf })]);
});
