import { describe, expect, it } from '@jest/globals';
import { developmentPublicKey } from '../../../src/policy/identity/developmentIdentity.ts';
import { runConcordat } from '../../support/runConcordat.ts';

describe('unusable arguments end with exit code 2 and say what to do', () => {
  it.each([
    [['tokn'], {}, 'Did you mean token?'],
    [['lint', '--projct', '.'], {}, "unknown option '--projct'"],
    [['dev', '--port', '99999'], {}, 'A port is a whole number from 0 to 65535.'],
    [
      ['dev'],
      { PORT: 'http' },
      '--port <port>, PORT (port to listen on) cannot be used as the variable has it',
    ],
    [['dev'], { DATABASE_URL: 'mysql://x' }, 'postgresql://user:password@host:5432/database'],
    [['dev', '--region', 'ATLANTIS'], {}, 'the project knows no region "ATLANTIS"'],
    [['token'], {}, '--consumer <name> (consumer that asks, from consumers.yaml) is missing.'],
    [['token', '--consumer', 'nobody'], {}, 'there is no consumer "nobody"'],
    [
      ['token', '--consumer', 'revenue-close', '--purpose', 'FUN', 'PLAY'],
      {},
      '"revenue-close" has no agreement for "FUN", "PLAY". It has: ',
    ],
    [['token', '--consumer', 'revenue-close', '--expires-in', '5'], {}, 'Give a duration like 90s'],
    [
      ['token', '--consumer', 'revenue-close', '--expires-in', '9000000000h'],
      {},
      '--expires-in <duration> (how long the token holds, e.g. 15m, 1h, 30d) cannot be used: a token expires before the year 10000',
    ],
    [['token', '--consumer', 'revenue-close', '--claim', 'seller'], {}, 'Give a claim as name=value.'],
    [['ingest', '/nope.ndjson'], {}, 'There is no such file.'],
    [['ingest', 'README.md'], {}, 'Name files of source events *.ndjson'],
    [['ingest'], {}, "missing required argument 'file'"],
    [['parked', '--events', ''], {}, '--events <dir>'],
    [['parked'], { KAFKA_BROKERS: 'nowhere' }, 'Give host:port of one broker or more'],
    [['plan', '--format', 'xml'], {}, 'Allowed choices are text, json'],
  ])('concordat %j with %j', async (args, env: Record<string, string>, message) => {
    const { code, stderr, stdout } = await runConcordat(args, env);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

it('an older Node.js is told which one is needed, before it comes upon what it lacks', async () => {
  const older = encodeURIComponent(
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })`,
  );
  const { code, stderr } = await runConcordat(['lint'], {
    NODE_OPTIONS: `--import=data:text/javascript,${older}`,
  });
  expect(stderr).toContain('Concordat needs Node.js 24 or newer, and this is 20.1.0.');
  expect(code).toBe(2);
});

/** The problems of a list, each by the flags that it begins with and the end of its line. */
function listed(stderr: string): readonly string[] {
  return stderr.split('\n').filter((line) => line.startsWith('- '));
}

describe('everything that is wrong with the settings is said at once', () => {
  const whole = {
    DATABASE_URL: 'postgresql://localhost:1/none',
    CONCORDAT_MASK_KEY: 'm'.repeat(32),
    CONCORDAT_JWT_ISSUER: 'https://issuer.example',
    CONCORDAT_JWT_AUDIENCE: 'concordat',
    CONCORDAT_JWKS_URL: 'https://issuer.example/keys',
  };

  it('what serve lacks, each with what it is, its flag and its variable', async () => {
    const { code, stderr, stdout } = await runConcordat(['serve']);
    expect(stderr).toContain('error (CONFIGURATION_INVALID): 5 settings are missing or cannot be used:\n');
    expect(listed(stderr)).toEqual([
      '- --database-url <url>, DATABASE_URL (PostgreSQL that holds the serving tables) is missing.',
      "- --jwks-url <url>, CONCORDAT_JWKS_URL (address of the token issuer's JWK set) or --jwt-public-key <pem>, " +
        'CONCORDAT_JWT_PUBLIC_KEY (public key that tokens are verified with (PEM), instead of a JWK set) is missing: ' +
        'one of them is needed to verify tokens.',
      '- --jwt-issuer <issuer>, CONCORDAT_JWT_ISSUER (the `iss` that tokens must have) is missing.',
      '- --jwt-audience <audience>, CONCORDAT_JWT_AUDIENCE (the `aud` that tokens must have) is missing.',
      '- --mask-key <secret>, CONCORDAT_MASK_KEY (secret behind HASH and TOKEN masks and cursors; at least 32 characters) ' +
        'is missing.',
    ]);
    expect(stderr).toContain('concordat serve --help');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('what is malformed beside what is missing, whether by flag or by variable, and no value that may be secret', async () => {
    const { code, stderr } = await runConcordat(
      ['serve', '--port', 'x', '--log-level', 'loud', '--mask-key', 'short-secret', '--project', '/nowhere'],
      {
        DATABASE_URL: 'mysql://user:db-secret@x',
        CONCORDAT_JWT_PUBLIC_KEY: 'pem-secret',
        CONCORDAT_JWT_ISSUER: '',
      },
    );
    expect(listed(stderr).map((line) => /^- (--[\w-]+)/.exec(line)?.[1])).toEqual([
      '--project',
      '--port',
      '--database-url',
      '--jwt-public-key',
      '--jwt-issuer',
      '--jwt-audience',
      '--mask-key',
      '--log-level',
    ]);
    expect(listed(stderr)[2]).toContain(
      'cannot be used as the variable has it: Give a URL like postgresql://',
    );
    expect(listed(stderr)[6]).toContain('cannot be used: A mask key has at least 32 characters');
    expect(stderr).not.toMatch(/(db|pem|short)-secret/);
    expect(code).toBe(2);
  });

  it.each([
    [
      'two sources of keys',
      { CONCORDAT_JWT_PUBLIC_KEY: developmentPublicKey },
      ['are both given', 'the development key'],
    ],
    [
      'the development issuer',
      { CONCORDAT_JWT_ISSUER: 'concordat-development' },
      ['it is the development issuer'],
    ],
    [
      'no such region',
      { CONCORDAT_REGION: 'ATLANTIS' },
      ['the project knows no region "ATLANTIS". It has: '],
    ],
  ])('serve refuses %s', async (_what, env, reasons) => {
    const { code, stderr } = await runConcordat(['serve'], { ...whole, ...env });
    expect(listed(stderr)).toEqual(reasons.map((reason) => expect.stringContaining(reason)));
    expect(code).toBe(2);
  });

  it('an empty variable is as one that is not set, and an empty flag is not', async () => {
    const empty = Object.fromEntries(
      ['PORT', 'KAFKA_BROKERS', 'CONCORDAT_KAFKA_SECURITY_PROTOCOL', 'CONCORDAT_METRICS_PORT'].map((name) => [
        name,
        '',
      ]),
    );
    const { stderr } = await runConcordat(['serve'], {
      ...whole,
      ...empty,
      CONCORDAT_JWT_PUBLIC_KEY: '',
      CONCORDAT_REGION: '',
    });
    // What is narrowed by a region must not be wide open by mistake.
    expect(listed(stderr)).toEqual([expect.stringContaining('the project knows no region ""')]);
    expect(
      listed((await runConcordat(['serve'], { ...whole, ...empty, CONCORDAT_MASK_KEY: '' })).stderr),
    ).toEqual([expect.stringMatching(/^- --mask-key .* is missing\.$/)]);
    expect(
      listed((await runConcordat(['pipeline', '--kafka-brokers', ''], { ...whole, ...empty })).stderr),
    ).toEqual([expect.stringContaining('--kafka-brokers')]);
  });

  it('also for the other commands', async () => {
    const rebuild = await runConcordat(['rebuild', '--format', 'xml'], { DATABASE_URL: 'mysql://x' });
    expect(listed(rebuild.stderr)).toEqual([
      expect.stringContaining('DATABASE_URL'),
      expect.stringContaining('Allowed choices are text, json.'),
    ]);
    const token = await runConcordat(['token', '--consumer', 'nobody', '--claim', 'x', '--expires-in', '5']);
    expect(listed(token.stderr)).toEqual([
      expect.stringContaining('there is no consumer "nobody"'),
      expect.stringContaining('Give a claim as name=value.'),
      expect.stringContaining('Give a duration like 90s'),
    ]);
    expect([rebuild.code, token.code]).toEqual([2, 2]);
  });

  it('says that the database cannot be reached', async () => {
    const { code, stderr, stdout } = await runConcordat(['serve'], whole);
    expect(stderr).toContain('DATABASE_UNAVAILABLE');
    // What never served does not log that it stops.
    expect(stdout).toBe('');
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
