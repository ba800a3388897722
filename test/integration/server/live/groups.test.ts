import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { care, research } from '../../../support/clinicGateway.ts';
import { follow } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';
import { until } from '../../../support/until.ts';

describe('subscriptions whose messages are made together', () => {
  let clinic: LiveClinic;
  let client: Client;
  beforeAll(async () => {
    clinic = await startLiveClinic();
    client = await clinic.clientOf(research);
  });
  afterAll(() => clinic.close());

  it('have equal variables in equal selections, those among them that nobody sends', async () => {
    const selecting = (variable: string): string =>
      `subscription (${variable}) { clinicVisitV1(snapshot: true) { kind node { visitId @include(if: $isAsked) } cursor } }`;
    const followed = [
      follow(client, selecting('$isAsked: Boolean = true')),
      follow(client, selecting('$isAsked: Boolean = false')),
      follow(client, selecting('$isAsked: Boolean = false'), { isAsked: true }),
      follow(client, selecting('$isAsked: Boolean = true'), { isAsked: false }),
    ];
    for (const { changes, until } of followed)
      await until(() => changes.some(({ kind }) => kind === 'SNAPSHOT_COMPLETE'));
    await clinic.arrive({ visitId: 'g1' });
    for (const { changes, until } of followed)
      await until(() => changes.some(({ kind }) => kind === 'UPSERT'));
    expect(followed.map(({ changes }) => changes.find(({ kind }) => kind === 'UPSERT')?.node)).toEqual([
      { visitId: 'g1' },
      {},
      { visitId: 'g1' },
      {},
    ]);
  });

  it('are audited for each who is told, also where a message was made for others a moment ago', async () => {
    const query = `subscription ($after: String, $snapshot: Boolean) {
      clinicVisitV1(after: $after, snapshot: $snapshot) { kind node { visitId email history { email } } cursor } }`;
    const first = follow(await clinic.clientOf(care), query, { snapshot: true });
    const ofFirst = (): readonly unknown[] =>
      first.changes.filter(({ kind }) => kind === 'UPSERT').map(({ node }) => node);
    await first.until(() => first.changes.some(({ kind }) => kind === 'SNAPSHOT_COMPLETE'));
    const after = first.changes.at(-1)?.cursor;
    await clinic.arrive({ visitId: 'a1' }, { visitId: 'a2' });
    await first.until(() => ofFirst().length === 2);
    first.stop();
    await until(
      'the first is audited',
      async () => (await audited()).get('patient_history@1')?.rows !== undefined,
    );
    await pause(500);
    const before = await audited();
    const second = follow(await clinic.clientOf(care), query, { after });
    expect((await second.first(2)).map(({ node }) => node)).toEqual(ofFirst());
    second.stop();
    const told = new Map([
      ['clinic_visit@1', ['email', 'visitId']],
      ['patient_history@1', ['email']],
    ]);
    for (const [contract, fields] of told) {
      await until(`${contract} is audited`, async () => {
        const [was, is] = [before.get(contract), (await audited()).get(contract)];
        return is?.rows === (was?.rows ?? 0) + 2 && fields.every((field) => is.last.includes(field));
      });
    }
  });

  /** By contract how many rows care has read of it, and the fields of the last record. */
  async function audited(): Promise<ReadonlyMap<string, { readonly rows: number; readonly last: string }>> {
    const rows = await clinic.database.query<{ contract: string; rows: string; last: string }>({
      text: `select contract, sum(row_count)::text as rows, (array_agg(fields::text order by at desc) filter (where row_count > 0))[1] as last
        from audit.access where consumer = $1 group by contract`,
      values: [care.consumer],
    });
    return new Map(rows.map(({ contract, rows: count, last }) => [contract, { rows: Number(count), last }]));
  }
});
