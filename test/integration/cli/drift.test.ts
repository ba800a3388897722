import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { writeGuideProject } from '../../support/readGuideFiles.ts';
import { runConcordat } from '../../support/runConcordat.ts';

const declaration = `owner: stations
description: Rides as the stations see them.
events:
  RideStarted:
    type: object
    required: [type, rideId, at]
    properties:
      type: { type: string }
      rideId: { type: string }
      at: { type: string }
`;

describe('concordat drift', () => {
  let root = '';
  let test: TestDatabase;
  const run = (command: string, ...more: string[]) =>
    runConcordat([command, '--project', root, ...more], {
      DATABASE_URL: test.connectionString,
      CONCORDAT_MASK_KEY: 'm'.repeat(32),
    });

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-drift-'));
    await writeGuideProject(root);
    await mkdir(join(root, 'schema/sources'), { recursive: true });
    await writeFile(join(root, 'schema/sources/stations.rides.yaml'), declaration);
    test = await createTestDatabase({ template: false });
  });
  afterAll(async () => {
    await test.drop();
    await rm(root, { recursive: true });
  });

  it('says what to do on a database that is not migrated', async () => {
    const { code, stderr } = await run('drift');
    expect(stderr).toContain('run "concordat migrate"');
    const lines = (await run('verify')).stderr.split('\n').filter((line) => line.startsWith('- '));
    expect(lines.length).toBeGreaterThan(5);
    expect(new Set(lines).size).toBe(lines.length);
    expect(code).toBe(1);
  });

  it('lists what differs, for people and for programs, and of one topic where it is told', async () => {
    expect((await run('migrate')).code).toBe(0);
    for (const args of [[], ['--source', 'stations.rides']]) {
      expect(await run('drift', ...args)).toEqual({ code: 0, stdout: 'No drift.\n', stderr: '' });
    }
    expect(await run('drift', '--source', 'stations.ride')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error (CONFIGURATION_INVALID): --source stations.ride: nothing has this name.\nThere are: stations.rides.\n',
    });
    const file = join(root, 'delivery.ndjson');
    const lines = [
      { type: 'RideStarted', rideId: 'r1', at: 5, colour: 'red' },
      { type: 'RideStarted', rideId: 'r2' },
      { type: 'RidePaused', rideId: 'r2' },
    ].map((value) => JSON.stringify({ topic: 'stations.rides', key: null, timestamp: null, value }));
    await writeFile(file, `${lines.join('\n')}\n`);
    expect((await run('ingest', file)).code).toBe(0);
    expect((await run('rebuild')).code).toBe(0);
    const { stdout, code } = await run('drift');
    expect(code).toBe(0);
    expect(stdout.replace(/\d{4}-\S+Z/g, 'TIME')).toBe(`stations.rides RidePaused (owner stations)
  UNKNOWN_TYPE: no such event type is declared
    1 event, first TIME (stations.rides/-1/2), last TIME (stations.rides/-1/2)

stations.rides RideStarted (owner stations)
  MISSING $.at: string is declared
    1 event, first TIME (stations.rides/-1/1), last TIME (stations.rides/-1/1)
  RETYPED $.at: integer, declared as string
    1 event, first TIME (stations.rides/-1/0), last TIME (stations.rides/-1/0)
  NEW $.colour: string, not declared
    1 event, first TIME (stations.rides/-1/0), last TIME (stations.rides/-1/0)
`);
    const json = await run('drift', '--format', 'json', '--source', 'stations.rides');
    const parsed: unknown = JSON.parse(json.stdout);
    expect(parsed).toHaveLength(4);
    expect(parsed).toMatchObject([
      {
        source: 'stations.rides',
        owner: 'stations',
        eventType: 'RidePaused',
        kind: 'UNKNOWN_TYPE',
        events: 1,
      },
      { path: '$.at', kind: 'MISSING', declared: 'string', seen: '', firstEvent: 'stations.rides/-1/1' },
      { path: '$.at', kind: 'RETYPED', declared: 'string', seen: 'integer' },
      { path: '$.colour', kind: 'NEW', declared: '', seen: 'string' },
    ]);
  });
});
