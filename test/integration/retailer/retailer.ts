import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import type { ProjectFiles } from '../../../src/config/ProjectFiles.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import type { Contract, Project } from '../../../src/contract/model.ts';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { ingestFiles } from '../../../src/pipeline/ingest/ingestFiles.ts';
import { rebuild, type RebuildOptions } from '../../../src/pipeline/rebuild/rebuild.ts';
import { deriveMaskKeys } from '../../../src/policy/masks/deriveMaskKeys.ts';
import type { Database } from '../../../src/storage/Database.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { quoteName } from '../../../src/storage/quoteName.ts';
import type { PlainRow } from '../../plain/contracts/PlainRow.ts';
import type { PlainException } from '../../plain/exceptions/PlainException.ts';
import type { SourceEvent } from '../../plain/SourceEvent.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

/** Where a product could not take an event. */
export interface Parked {
  readonly product: string;
  readonly source: string;
  readonly offset: number;
}

/** Keys under which the retailer's masked values are made. */
export const retailerMaskKeys = deriveMaskKeys('a secret of the tests alone');

/** Source events in one run of a product's SQL. */
type BatchOptions = Pick<RebuildOptions, 'batchSize'>;

/** The repository's own project on a database of its own, filled through the pipeline. */
export interface Retailer {
  readonly project: Project;
  readonly database: Database;
  ingestAndRebuild(paths: readonly string[], options?: BatchOptions): Promise<void>;
  /** Writes the events to one file a topic, where an event's offset is its place among its topic's, and ingests them. */
  ingestEventsAndRebuild(events: Iterable<SourceEvent>, options?: BatchOptions): Promise<void>;
  /** Ingests what is new in the events, which go on where they ended before, and derives it in batches. */
  ingestEventsAndDerive(events: Iterable<SourceEvent>, batchSize: number): Promise<void>;
  readRows(contract: Contract): Promise<readonly PlainRow[]>;
  readOpenExceptions(): Promise<readonly PlainException[]>;
  readParked(): Promise<readonly Parked[]>;
  close(): Promise<void>;
}

async function writeLogs(directory: string, events: Iterable<SourceEvent>): Promise<readonly string[]> {
  const lines = new Map<string, string[]>();
  for (const { topic, key, timestamp, value } of events) {
    const log = lines.get(topic) ?? [];
    lines.set(topic, log);
    log.push(JSON.stringify({ topic, key, timestamp, value }));
  }
  return Promise.all(
    [...lines].map(async ([topic, log]) => {
      const path = join(directory, `${topic}.ndjson`);
      await writeFile(path, `${log.join('\n')}\n`);
      return path;
    }),
  );
}

/** Text columns of a subject, without those that this kind of exception has no use for. */
function withoutNulls(subject: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(subject).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

async function migrated(test: TestDatabase, files: ProjectFiles): Promise<Project> {
  const project = assertProject(files);
  await migrate(test.database, { migrationsDir: join(packageRoot(), 'migrations'), project });
  return project;
}

/** A migrated, empty retailer, declared by other files where they are given. Close it in `afterAll`. */
export async function createRetailer(files?: ProjectFiles): Promise<Retailer> {
  const test = await createTestDatabase();
  const { database } = test;
  const project = await migrated(test, files ?? (await readProjectFiles(packageRoot())));
  const ingestAndRebuild: Retailer['ingestAndRebuild'] = async (paths, options = {}) => {
    await ingestFiles(database, paths);
    await rebuild(database, project, { maskKeys: retailerMaskKeys, ...options });
  };
  const withLogs = async (
    events: Iterable<SourceEvent>,
    use: (paths: readonly string[]) => Promise<void>,
  ): Promise<void> => {
    const directory = await mkdtemp(join(tmpdir(), 'concordat-events-'));
    try {
      await use(await writeLogs(directory, events));
    } finally {
      await rm(directory, { recursive: true });
    }
  };
  return {
    project,
    database,
    ingestAndRebuild,
    ingestEventsAndRebuild: (events, options) =>
      withLogs(events, (paths) => ingestAndRebuild(paths, options)),
    async ingestEventsAndDerive(events, batchSize) {
      await withLogs(events, async (paths) => {
        await ingestFiles(database, paths);
      });
      while (
        (await deriveBatch(database, project, 0, { maskKeys: retailerMaskKeys, batchSize })) !== undefined
      );
    },
    readRows(contract) {
      const columns = contract.fields.map(({ column, name }) => `${quoteName(column)} as ${quoteName(name)}`);
      const table = `${quoteName(contract.serving.schema)}.${quoteName(contract.serving.table)}`;
      return database.query({ text: `select ${columns.join(', ')} from ${table}` });
    },
    async readOpenExceptions() {
      const rows = await database.query<
        Omit<PlainException, 'subject'> & { readonly subject: Readonly<Record<string, string | null>> }
      >({
        text: `select reconciliation, kind, owner, detail, subject, array(
                 select value from reconciliation.exception_reach
                 where exception_id = id and "column" = 'invoice' order by value
               ) as invoices
               from reconciliation.exception where resolved_at is null`,
      });
      return rows.map((row) => ({ ...row, subject: withoutNulls(row.subject) }));
    },
    readParked() {
      return database.query({ text: 'select product, source, "offset"::integer from raw.parked' });
    },
    close: () => test.drop(),
  };
}
