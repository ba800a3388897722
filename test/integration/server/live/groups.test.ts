import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { research } from '../../../support/clinicGateway.ts';
import { follow } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';

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
});
