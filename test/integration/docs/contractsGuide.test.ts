import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readGuideFiles, readGuideQuery, writeGuideProject } from '../../support/readGuideFiles.ts';
import { runConcordat, startConcordat, type Running } from '../../support/runConcordat.ts';

const answerShape = z.object({
  data: z.object({
    billingCompletedRideV1List: z.object({
      nodes: z.array(
        z.object({
          rideId: z.string(),
          riderId: z.string().nullable(),
          durationMinutes: z.number(),
          _meta: z.object({
            settlement: z.string(),
            exceptions: z.array(z.object({ kind: z.string(), owner: z.string() })),
            lineage: z.array(
              z.object({ product: z.string(), events: z.array(z.object({ eventType: z.string() })) }),
            ),
          }),
        }),
      ),
    }),
  }),
});

describe('the project that docs/contracts.md builds', () => {
  let root = '';
  let running: Running | undefined;
  const address = () => /GraphQL +(\S+)/.exec(running?.output() ?? '')?.[1] ?? '';

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-guide-'));
    await writeGuideProject(root);
    running = startConcordat(['dev', '--project', root, '--port', '0', '--data-dir', join(root, 'data')]);
    await running.waitFor('Ctrl+C stops');
  }, 120_000);

  afterAll(async () => {
    await running?.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function ask(consumer: string, purpose: string) {
    const { stdout } = await runConcordat([
      'token',
      '--project',
      root,
      '--consumer',
      consumer,
      '--purpose',
      purpose,
    ]);
    const response = await fetch(address(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stdout.trim()}` },
      body: JSON.stringify({ query: await readGuideQuery() }),
    });
    const answer: unknown = await response.json();
    expect(answer).not.toHaveProperty('errors');
    return answerShape.parse(answer).data.billingCompletedRideV1List.nodes;
  }

  it('shows every file that it needs', async () => {
    expect([...(await readGuideFiles()).keys()].toSorted()).toEqual([
      'schema/consumers.yaml',
      'schema/contracts/billing_completed_ride/v1.graphql',
      'schema/contracts/billing_completed_ride/v1.sql',
      'schema/products/ride_execution/product.graphql',
      'schema/products/ride_execution/project.sql',
      'schema/reconciliations/ride_end/exceptions.sql',
      'schema/reconciliations/ride_end/reconciliation.graphql',
      'schema/reconciliations/ride_end/resolve.sql',
      'schema/sample/stations.rides.ndjson',
      'schema/shared.graphql',
    ]);
  });

  it('has no problems', async () => {
    const lint = await runConcordat(['lint', '--project', root]);
    expect(lint).toEqual({ code: 0, stdout: 'No problems.\n', stderr: '' });
  });

  it('answers its query for billing, with what is uncertain and where it comes from', async () => {
    const rides = await ask('invoicing', 'BILLING');
    expect(
      rides.map(({ rideId, riderId, durationMinutes }) => ({ rideId, riderId, durationMinutes })),
    ).toEqual([
      { rideId: 'r2', riderId: 'm-1002', durationMinutes: -10 },
      { rideId: 'r1', riderId: 'm-1001', durationMinutes: 15 },
    ]);
    expect(rides[0]?._meta).toMatchObject({
      settlement: 'PROVISIONAL',
      exceptions: [{ kind: 'DOCKED_BEFORE_UNLOCKED', owner: 'stations' }],
    });
    expect(rides[1]?._meta).toMatchObject({
      settlement: 'SETTLED',
      exceptions: [],
      lineage: [
        {
          product: 'ride_execution.rides',
          events: [{ eventType: 'RideStarted' }, { eventType: 'RideEnded' }],
        },
      ],
    });
  });

  it('shows city planning the north alone, and a token for the rider', async () => {
    const rides = await ask('city-planning', 'ANALYTICS');
    expect(rides.map(({ rideId }) => rideId)).toEqual(['r1']);
    expect(rides[0]?.riderId).toMatch(/^token_/);
  });
});
