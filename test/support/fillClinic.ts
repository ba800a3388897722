import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../src/contract/model.ts';
import { ingestFiles } from '../../src/pipeline/ingest/ingestFiles.ts';
import { rebuild } from '../../src/pipeline/rebuild/rebuild.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import type { Database } from '../../src/storage/Database.ts';
import { clinicVisits } from './clinicVisits.ts';

/** Ingests the clinic's visits, and one event that no product can take, and derives everything from them. */
export async function fillClinic(database: Database, project: Project, maskKeys: MaskKeys): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'concordat-clinic-'));
  const lines = [
    ...clinicVisits.map((visit) => ({ eventType: 'VisitClosed', ...visit })),
    { eventType: 'VisitClosed', visitId: 'v9', bornOn: 'parked-secret' },
  ].map((value, at) =>
    JSON.stringify({
      topic: 'clinics.visits',
      key: value.visitId,
      timestamp: Date.parse('2026-03-05T12:00:00Z') + at,
      value,
    }),
  );
  try {
    const file = join(directory, 'visits.ndjson');
    await writeFile(file, lines.join('\n'));
    await ingestFiles(database, [file]);
    await rebuild(database, project, { maskKeys });
  } finally {
    await rm(directory, { recursive: true });
  }
}
