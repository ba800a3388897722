import { mkdtemp, rm, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runConcordat } from '../../support/runConcordat.ts';

describe('unusable arguments end with exit code 2 and say what to do', () => {
  it.each([
    [['tokn'], {}, 'Did you mean token?'],
    [['lint', '--projct', '.'], {}, "unknown option '--projct'"],
    [['dev', '--port', '99999'], {}, 'A port is a whole number from 0 to 65535.'],
    [['dev'], { PORT: 'http' }, "from env 'PORT'"],
    [['dev'], { DATABASE_URL: 'mysql://x' }, 'postgresql://user:password@host:5432/database'],
    [['dev', '--region', 'ATLANTIS'], {}, 'The project knows no region "ATLANTIS"'],
    [['token'], {}, "required option '--consumer <name>'"],
    [['token', '--consumer', 'nobody'], {}, 'There is no consumer "nobody"'],
    [['token', '--consumer', 'revenue-close', '--purpose', 'FUN'], {}, 'no agreement for the purpose "FUN"'],
    [['token', '--consumer', 'revenue-close', '--expires-in', '5'], {}, 'Give a duration like 90s'],
    [['token', '--consumer', 'revenue-close', '--claim', 'seller'], {}, 'Give a claim as name=value.'],
    [['serve'], {}, "required option '--database-url <url>'"],
    [['ingest'], {}, "missing required argument 'file'"],
    [['rebuild', '--database-url', 'postgresql://localhost/x'], {}, 'CONCORDAT_MASK_KEY'],
    [['serve', '--mask-key', 'short'], {}, 'at least 32 characters'],
    [['plan', '--format', 'xml'], {}, 'Allowed choices are text, json'],
  ])('concordat %j with %j', async (args, env: Record<string, string>, message) => {
    const { code, stderr, stdout } = await runConcordat(args, env);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('concordat serve refuses what is fit for development only', () => {
  it.each([
    [{ CONCORDAT_JWT_ISSUER: 'concordat-development' }, 'CONCORDAT_JWT_ISSUER is the development issuer'],
    [{}, 'Tokens cannot be verified: give --jwks-url'],
  ])('with %j', async (env: Record<string, string>, message) => {
    const { code, stderr } = await runConcordat(['serve'], {
      DATABASE_URL: 'postgresql://localhost:1/none',
      CONCORDAT_MASK_KEY: 'm'.repeat(32),
      CONCORDAT_JWT_ISSUER: 'https://issuer.example',
      CONCORDAT_JWT_AUDIENCE: 'concordat',
      ...env,
    });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('says that the database cannot be reached', async () => {
    const { code, stderr } = await runConcordat(['serve'], {
      DATABASE_URL: 'postgresql://localhost:1/none',
      CONCORDAT_MASK_KEY: 'm'.repeat(32),
      CONCORDAT_JWT_ISSUER: 'https://issuer.example',
      CONCORDAT_JWT_AUDIENCE: 'concordat',
      CONCORDAT_JWKS_URL: 'https://issuer.example/keys',
    });
    expect(stderr).toContain('DATABASE_UNAVAILABLE');
    expect(code).toBe(1);
  });
});

describe('help and version', () => {
  it('every command explains itself', async () => {
    const { stdout, code } = await runConcordat(['--help']);
    expect(code).toBe(0);
    for (const command of ['dev', 'serve', 'lint', 'plan', 'migrate', 'ingest', 'rebuild', 'token']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
      const help = await runConcordat([command, '--help']);
      expect(help.code).toBe(0);
      expect(help.stdout).toContain(`Usage: concordat ${command}`);
    }
  });

  it('names the version', async () => {
    const { stdout, code } = await runConcordat(['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
    expect(code).toBe(0);
  });
});

describe('concordat lint', () => {
  let root = '';

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'concordat-lint-'));
    await mkdir(join(root, 'schema'));
    await writeFile(
      join(root, 'schema/shared.graphql'),
      '"Why a consumer asks."\nenum Purpose { "To make invoices for customers." BILLING }\n\nenum Region { NORTH }\n',
    );
    await writeFile(join(root, 'schema/consumers.yaml'), 'consumers:\n  a:\n    team: 7\n');
  });

  afterAll(() => rm(root, { recursive: true }));

  it('lists all problems with their places and ends with 1', async () => {
    const { code, stdout } = await runConcordat(['lint', '--project', root]);
    expect(stdout).toMatch(/^schema\/consumers\.yaml:\d+:\d+ {2}/m);
    expect(stdout).toMatch(/^schema\/shared\.graphql:4:\d+ {2}/m);
    expect(stdout).toMatch(/\d+ problems\n$/);
    expect(code).toBe(1);
  });

  it('lists them as JSON', async () => {
    const { code, stdout } = await runConcordat(['lint', '--project', root, '--format', 'json']);
    const problems: unknown = JSON.parse(stdout);
    expect(problems).toEqual(
      expect.arrayContaining([
        {
          file: 'schema/shared.graphql',
          line: 4,
          column: expect.any(Number),
          rule: expect.any(String),
          message: expect.any(String),
          fix: expect.any(String),
        },
      ]),
    );
    expect(code).toBe(1);
  });

  it('says when there is no project', async () => {
    const { code, stderr } = await runConcordat(['lint', '--project', join(root, 'nowhere')]);
    expect(stderr).toContain('PROJECT_NOT_FOUND');
    expect(code).toBe(2);
  });
});
