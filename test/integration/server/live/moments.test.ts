import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { askGateway, care, tokenFor, type Person } from '../../../support/clinicGateway.ts';
import { createSocketClient, follow, type Follower } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';
import { everywhere, type LiveTables, startLiveTables } from '../../../support/live/startLiveTables.ts';

/** Moments within two milliseconds, as they are stored or arrive. */
const moments = [
  '2026-03-01T10:00:00.122Z',
  '2026-03-01T10:00:00.123Z',
  '2026-03-01T10:00:00.123001Z',
  '2026-03-01T10:00:00.123456Z',
  '2026-03-01T10:00:00.123457Z',
  '2026-03-01T10:00:00.1235Z',
  '2026-03-01T10:00:00.124Z',
] as const;
const asked = [...moments, '2026-03-01T12:00:00.123456789+02:00', '2026-03-01T10:00:00Z'];
const filters = asked.flatMap((moment) => [
  ...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const).map((operator) => ({ [operator]: moment })),
  { in: [moment, moments[6]] },
  { notIn: [moment, moments[6]] },
]);

interface Place {
  readonly url: string;
  readonly person: Person;
  readonly contract: string;
  readonly key: string;
  readonly field: string;
}

/** Keys of the rows that a query answers. */
async function queried({ url, person, contract, key, field }: Place, filter: unknown): Promise<unknown[]> {
  const type = `${contract.charAt(0).toUpperCase()}${contract.slice(1)}Where`;
  const { data, errors } = await askGateway(url, {
    as: person,
    query: `query ($where: ${type}) { ${contract}List(where: $where, first: 100) { nodes { ${key} } } }`,
    variables: { where: { [field]: filter } },
  });
  expect(errors).toEqual([]);
  const list: unknown = data?.[`${contract}List`];
  const nodes: unknown = typeof list === 'object' && list !== null && 'nodes' in list ? list.nodes : [];
  return Array.isArray(nodes) ? nodes.map((node: Readonly<Record<string, unknown>>) => node[key]).sort() : [];
}

function keysOf({ changes }: Follower, kind: string, key: string): unknown[] {
  return changes
    .filter((change) => change.kind === kind)
    .map((change) => change.key?.[key])
    .sort();
}

/** Follows with every filter before rows come and after they have, and holds what is told against what queries answer. */
async function compare(place: Place, arrive: () => Promise<void>): Promise<void> {
  const { url, person, contract, key, field } = place;
  const type = `${contract.charAt(0).toUpperCase()}${contract.slice(1)}Where`;
  const query = `subscription ($where: ${type}) { ${contract}(where: $where, snapshot: true) { kind key cursor } }`;
  const clients: Client[] = [];
  const followAll = async (): Promise<readonly Follower[]> => {
    const client = createSocketClient(url, await tokenFor(person));
    clients.push(client);
    const followers = filters.map((filter) => follow(client, query, { where: { [field]: filter } }));
    for (const one of followers)
      await one.until(() => one.changes.some(({ kind }) => kind === 'SNAPSHOT_COMPLETE'));
    return followers;
  };
  const early = await followAll();
  const before = early.map((one) => keysOf(one, 'SNAPSHOT', key));
  await arrive();
  const answers: unknown[][] = [];
  for (const filter of filters) answers.push(await queried(place, filter));
  const isNew = (at: number, answer: unknown): boolean => before[at]?.includes(answer) !== true;
  for (const [at, one] of early.entries()) {
    const expected = answers[at]?.filter((answer) => isNew(at, answer)) ?? [];
    await one.until(() => keysOf(one, 'UPSERT', key).length >= expected.length);
  }
  const late = await followAll();
  for (const [at, filter] of filters.entries()) {
    const changes = early[at] === undefined ? [] : keysOf(early[at], 'UPSERT', key);
    const snapshot = late[at] === undefined ? [] : keysOf(late[at], 'SNAPSHOT', key);
    const expected = answers[at] ?? [];
    expect({ filter, changes, snapshot }).toEqual({
      ...{ filter, snapshot: expected },
      changes: expected.filter((answer) => isNew(at, answer)),
    });
  }
  for (const client of clients) await client.dispose();
}

describe('filters by moments, down to microseconds, find the same rows in queries and in subscriptions', () => {
  let clinic: LiveClinic;
  let tables: LiveTables;
  beforeAll(async () => {
    clinic = await startLiveClinic();
    tables = await startLiveTables();
    await tables.database.transaction((transaction) =>
      transaction.script('alter table garage.estimates replica identity full'),
    );
  }, 240_000);
  afterAll(async () => {
    await clinic.close();
    await tables.close();
  });

  it('of what the pipeline derives, which holds milliseconds', async () => {
    const place = {
      ...{ url: clinic.url, person: care, contract: 'clinicVisitV1', key: 'visitId', field: 'visitedAt' },
    };
    await compare(place, () =>
      clinic.arrive(...moments.map((visitedAt, at) => ({ visitId: `m${at}`, visitedAt }))),
    );
  });

  it('of an existing table, which holds microseconds', async () => {
    const place = { url: tables.url, person: everywhere, contract: 'repairEstimateV1' };
    await compare({ ...place, key: 'estimateId', field: 'seenAt' }, async () => {
      for (const [at, moment] of moments.entries()) {
        const row = { estimate_id: at, repair_status: 'OPEN', seen_at: moment };
        await tables.database.execute({
          text: "insert into garage.estimates (estimate_id, repair_status, seen_at) values ($1, 'OPEN', $2)",
          values: [at, moment],
        });
        const value = JSON.stringify({ op: 'c', before: null, after: row });
        await tables.topics.send(tables.estimates, [{ key: JSON.stringify({ estimate_id: at }), value }]);
      }
    });
  });
});
