import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settledEvent } from '../../support/claimsPipeline.ts';
import { derivedProjectFiles } from '../../support/derivedProject.ts';
import { createEventFiles, type EventFiles } from '../../support/eventFiles.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { fixturePaths } from '../../support/projectFixture.ts';
import { runConcordat, type Finished } from '../../support/runConcordat.ts';
import { writeProject } from '../../support/writeProject.ts';

let test: TestDatabase;
let files: EventFiles;
/** The project before and after its mending. */
let [strict, mended] = ['', ''];

const run = (command: string, root: string, ...args: readonly string[]): Promise<Finished> =>
  runConcordat([command, '--project', root, ...args], {
    DATABASE_URL: test.connectionString,
    CONCORDAT_MASK_KEY: 'm'.repeat(32),
  });

beforeAll(async () => {
  strict = await writeProject(
    derivedProjectFiles([
      [fixturePaths.productSql, "(payload ->> 'riskScore')::integer", "(payload ->> 'riskScore')::smallint"],
    ]),
  );
  mended = await writeProject(derivedProjectFiles());
  test = await createTestDatabase({ template: false });
  files = await createEventFiles();
  await run('migrate', strict);
  const file = await files.write('claims.ndjson', [
    settledEvent(1, 'a', '9.50'),
    settledEvent(1, 'b', '25.00', { riskScore: 70_000 }),
    settledEvent(1, 'c', '9.50', { riskScore: 'much-secret' }),
  ]);
  await run('ingest', strict, file);
}, 60_000);

afterAll(async () => {
  await files.remove();
  await test.drop();
  await rm(strict, { recursive: true });
  await rm(mended, { recursive: true });
});

const tooLarge = 'number out of range (payload field riskScore) [22003]';
const noNumber = 'text that is not of the expected type (payload field riskScore) [22P02]';

describe('concordat rebuild', () => {
  it('says on stderr, where that is no terminal, how much is done and how long the rest takes', async () => {
    const { code, stderr, stdout } = await run('rebuild', strict);
    expect(code).toBe(0);
    expect(stdout).toContain('product claim_intake: 3 events, 1 applied, 2 parked');
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe('rebuild 0% | time left not known yet | 0 of 3 events of claim_intake');
    expect(lines.at(-1)).toMatch(/^rebuild 100% \| done in \d+s \| 1 of 1 contracts$/);
  });
});

describe('concordat parked', () => {
  it('counts by reason and lists with reason, owner and where the event is, never a value', async () => {
    const { code, stdout } = await run('parked', strict);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/since [^,]+/g, 'since T').split('\n')).toEqual([
      '2 events are parked:',
      `  1  claim_intake: ${tooLarge} (owner intake)`,
      `  1  claim_intake: ${noNumber} (owner intake)`,
      '',
      `intake.claims/-1/1  claim_intake, since T, owner intake: ${tooLarge}`,
      `intake.claims/-1/2  claim_intake, since T, owner intake: ${noNumber}`,
      '',
    ]);
    expect(stdout).not.toContain('secret');
  });

  it('counts an event that two products could not take once, and says how many times it is parked', async () => {
    await test.database.execute({
      text: `insert into raw.parked (product, source, partition, "offset", reason, owner)
        select 'claim_audit', source, partition, "offset", 'no audit', 'audit' from raw.parked where "offset" = 1`,
    });
    try {
      const { stdout } = await run('parked', strict);
      const lines = stdout.split('\n');
      expect(lines[0]).toBe('2 events are parked, 3 times: once for each product that could not take one:');
      expect(lines.filter((line) => line.startsWith('intake.claims/-1/'))).toHaveLength(3);
      expect((await run('parked', strict, '--limit', '2')).stdout).toContain('… and 1 more;');
      const json = await run('parked', strict, '--format', 'json');
      expect(JSON.parse(json.stdout)).toMatchObject({ total: 2, entries: 3 });
      const one = await run('parked', strict, '--product', 'claim_audit');
      expect(one.stdout).toMatch(/^1 event is parked:\n/);
    } finally {
      await test.database.execute({ text: `delete from raw.parked where product = 'claim_audit'` });
    }
  });

  it.each([
    [['--reason', 'out of range'], [tooLarge]],
    [['--reason', 'Out of RANGE (payload field riskscore)'], [tooLarge]],
    [
      [
        '--reason',
        'out of range',
        '--owner',
        'intake',
        '--product',
        'claim_intake',
        '--source',
        'intake.claims',
      ],
      [tooLarge],
    ],
    [['--limit', '1'], [tooLarge]],
    [['--owner', 'intake', '--reason', 'no such reason'], []],
  ])('lists for programs what fits %j', async (args, reasons) => {
    const { code, stdout } = await run('parked', strict, '--format', 'json', ...args);
    expect(code).toBe(0);
    const listing = JSON.parse(stdout) as { total: number; events: { reason: string }[] };
    expect(listing.events.map(({ reason }) => reason)).toEqual(reasons);
    expect(listing.total).toBe(args[0] === '--limit' ? 2 : reasons.length);
  });

  it('refuses what is no number of events', async () => {
    expect(await run('parked', strict, '--limit', '0')).toMatchObject({ code: 2 });
  });
});

describe.each([
  ['parked', '--owner', 'There are: claims-data, intake.'],
  ['parked', '--product', 'There are: claim_intake.'],
  ['parked', '--source', 'There are: intake.claims.'],
  ['replay', '--product', 'There are: claim_intake.'],
  ['replay', '--source', 'There are: intake.claims.'],
])('concordat %s %s', (command, flag, fix) => {
  it('refuses a name that nothing has', async () => {
    const { code, stdout, stderr } = await run(command, strict, flag, 'nobody');
    expect(stderr).toContain(`${flag} nobody: nothing has this name.\n${fix}`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

it.each(['intake', 'claims-data'])(
  'concordat parked takes the owner %s, of events or of rows',
  async (owner) => {
    const { code, stdout } = await run('parked', mended, '--owner', owner, '--reason', 'nothing of the kind');
    expect(stdout).not.toBe('');
    expect(code).toBe(0);
  },
);

describe('concordat replay', () => {
  it('refuses what names no event', async () => {
    const { code, stderr } = await run('replay', mended, 'intake.claims');
    expect(stderr).toContain('Name an event as <source>/<partition>/<offset>');
    expect(code).toBe(2);
  });

  it('refuses an event of a topic that nothing has', async () => {
    const { code, stdout, stderr } = await run('replay', mended, 'intake.claims/-1/1', 'nonsense/0/1');
    expect(stderr).toContain('The topic nonsense: nothing has this name.\nThere are: intake.claims.');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('applies what a fix has mended, says what stays parked, and exits 1 by that', async () => {
    const { code, stdout } = await run('replay', mended);
    expect(stdout.split('\n')).toEqual([
      'product claim_intake: 2 parked events tried, 1 applied, 1 still parked',
      'contract settled_claim@1: 1 inserted, 0 updated, 0 deleted',
      '1 stay parked:',
      `  1  claim_intake: ${noNumber} (owner intake)`,
      'All else was derived by another version of the project: "concordat rebuild" derives it anew, and so does a pipeline that starts.',
      '',
    ]);
    expect(code).toBe(1);
  });

  it('does nothing for an event that is applied, and exits 0 where nothing it was asked for stays parked', async () => {
    const { code, stdout } = await run('replay', mended, 'intake.claims/-1/1');
    expect(stdout).toBe('intake.claims/-1/1 was not parked\nOf what was asked for nothing stays parked.\n');
    expect(code).toBe(0);
  });
});

describe('concordat verify', () => {
  it('exits 0 where all is well, after a replay too', async () => {
    const { code, stdout, stderr } = await run('verify', mended);
    expect(stdout).toMatch(
      /^\d+ rows of 9 tables compared with what 3 inputs of 1 products give\.\nNo difference\.\n$/,
    );
    expect(stderr).toMatch(/^verify 0%/);
    expect(code).toBe(0);
  });

  it('prints every difference, and exits 1 by it', async () => {
    const text = `update contract.settled_claim_v1 set paid_amount = 4711 where claim_id = 'a'`;
    await test.database.execute({ text });
    const { code, stdout } = await run('verify', mended);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'contract.change of settled_claim@1: 0 missing, 0 extra, 1 different',
      '  different in paidAmount: _key ["a"]',
      'contract.settled_claim_v1: 0 missing, 0 extra, 1 different',
      '  different in paid_amount: claim_id a',
    ]);
    expect(code).toBe(1);
    const json = await run('verify', mended, '--format', 'json', '--examples', '1');
    expect(json.code).toBe(1);
    expect((JSON.parse(json.stdout) as { differences: unknown[] }).differences).toHaveLength(2);
    expect(stdout + json.stdout).not.toContain('4711');
  });
});
