import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import type { Project } from '../../../src/contract/model.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { planSchema } from '../../../src/storage/plan/planSchema.ts';
import { failureOf } from '../../support/failureOf.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

const migrationsDir = join(packageRoot(), 'migrations');

describe("a project's tables", () => {
  let test: TestDatabase;
  const fixture = assertProject(projectFixture());
  const apply = (project: Project) => migrate(test.database, { migrationsDir, project });

  beforeAll(async () => {
    test = await createTestDatabase();
    await test.database.transaction((transaction) =>
      transaction.script(`create schema archive;
        create table archive.dossiers (claim_id text primary key, notes text[], loaded_at timestamptz not null)`),
    );
    await apply(fixture);
  });
  afterAll(() => test.drop());

  it('hold the rows of reference files, and follow them', async () => {
    const offices = (): Promise<unknown> =>
      test.database.query({ text: 'select * from claim_intake.offices order by office' });
    expect(await offices()).toEqual([
      { office: 'Sevilla', region: 'SOUTH' },
      { office: 'Uppsala', region: 'NORTH' },
    ]);
    const changed = assertProject(
      projectFixture({ [fixturePaths.officesCsv]: 'region,office\nNORTH,Sevilla\nNORTH,"Oslo, north"\n' }),
    );
    const { steps } = await apply(changed);
    expect(steps.map(({ target }) => target)).toEqual(['claim_intake.offices']);
    expect(await offices()).toEqual([
      { office: 'Oslo, north', region: 'NORTH' },
      { office: 'Sevilla', region: 'NORTH' },
    ]);
    expect((await apply(fixture)).steps).toHaveLength(1);
  });

  it.each([
    [
      'a key twice',
      'office,region\nUppsala,NORTH\nSevilla,SOUTH\nUppsala,SOUTH\n',
      'offices.csv:4:1  The line is not taken: the key (office) stands on an earlier line.',
    ],
    [
      'no key',
      'office,region\n,NORTH\n',
      'offices.csv:2:1  The line is not taken: office is empty, and never null.',
    ],
    [
      'a key that is too long',
      `office,region\n${randomBytes(8_000).toString('hex')},NORTH\n`,
      'offices.csv:2:1  The line is not taken: a value is too long for the key or an index.',
    ],
    [
      'a ragged line',
      'office,region\nUppsala\n',
      'offices.csv:2:1  The file is not CSV: the header names 2 columns and the line has 1 values.',
    ],
    [
      'a quote within a value',
      'office,region\nUppsala,NOR"TH\n',
      'offices.csv:2:9  The file is not CSV: the value that begins here has a quote within it and none around it.',
    ],
  ])('are left alone when a reference file has %s', async (_, text, message) => {
    const error = await failureOf(apply(assertProject(projectFixture({ [fixturePaths.officesCsv]: text }))));
    expect(error.code).toBe('PROJECT_INVALID');
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('pg_temp');
    expect(await test.database.query({ text: 'select * from claim_intake.offices' })).toHaveLength(2);
  });

  it('have all lines of reference files that do not fit listed with what else is wrong', async () => {
    const desks = editedProject(
      fixturePaths.product,
      '  region: Region!\n}',
      '  region: Region!\n  "How many adjusters it seats."\n  desks: Int\n}',
      projectFixture({
        [fixturePaths.officesCsv]:
          'office,region,desks\nUppsala,NORTH,many\nSevilla,SOUTH,4\nOslo,NORTH,99999999999\n',
      }),
    );
    const project = assertProject(
      editedProject(fixturePaths.settledClaimSql, '  claims.risk_score,', '  claims.risk_scores,', desks),
    );
    const { problems } = await planSchema(test.database, { migrationsDir, project });
    expect(problems).toEqual([
      expect.objectContaining({ file: fixturePaths.settledClaimSql, rule: 'sql-valid' }),
      {
        ...{ file: fixturePaths.officesCsv, line: 2, column: 1, rule: 'reference-line' },
        message: 'The line is not taken: desks is text that is not of the expected type.',
        fix: expect.stringContaining('Mend the line'),
      },
      expect.objectContaining({ line: 4, message: expect.stringMatching(/desks is .*/) }),
    ]);
  });
});
