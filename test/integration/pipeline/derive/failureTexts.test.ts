import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { logPipeline } from '../../../../src/cli/pipeline/logPipeline.ts';
import { deriveBatch } from '../../../../src/pipeline/derive/deriveBatch.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';
import {
  createClaimsPipeline,
  maskKeys,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { fixturePaths } from '../../../support/projectFixture.ts';

const { settledClaimSql, resolveSql, exceptionsSql, productSql } = fixturePaths;

/** What an event holds, and nothing that is logged may. */
const secret = 'maria';
const mendSelect = 'Mend the SELECT, or what it reads.';

interface Failure {
  /** What the log says of the error. */
  readonly logged: unknown;
  /** What the error says to whoever runs a command. */
  readonly message: string;
}

let pipeline: ClaimsPipeline;
afterEach(() => pipeline.close());

/** Derives a claim for which we paid too much, by a project in which a piece of a file is replaced. */
async function fail(path: string, from: string, to: string): Promise<Failure> {
  const project = derivedProject([[path, from, to]]);
  pipeline = await createClaimsPipeline(project);
  await pipeline.arriveIn(0, settledEvent(1, secret, '25.00', { office: 'Uppsala', riskScore: 7 }));
  let written = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const error: unknown = await deriveBatch(pipeline.test.database, project, 0, { maskKeys }).catch(
    (thrown: unknown) => thrown,
  );
  logPipeline(createLogger({ level: 'info', destination })).failed('deriver', error, 200, 'shard:0');
  expect(written.toLowerCase()).not.toContain(secret);
  const line = JSON.parse(written) as { readonly err: unknown };
  return { logged: line.err, message: error instanceof Error ? error.message : '' };
}

const invalid = (message: string, fix: string) => ({
  ...{ name: 'ConcordatError', code: 'PROJECT_INVALID' },
  ...{ message, fix },
});

describe('the log of a shard that the project’s SQL cannot derive', () => {
  it.each([
    [
      ...[settledClaimSql, 'null as old_reference', 'claims.claim_id::regclass::text as old_reference'],
      'contract settled_claim@1 cannot be derived: its SELECT failed',
    ],
    [
      ...[resolveSql, 'paid_amount - claimed_amount', 'claim_id::regclass::oid::bigint::numeric'],
      'reconciliation claim_balance cannot be derived: its SELECT failed',
    ],
    [
      ...[exceptionsSql, '(paid_amount - claimed_amount)::text', 'claim_id::regclass::text'],
      'reconciliation claim_balance cannot be derived: its exceptions failed',
    ],
  ])('I5: says that a SELECT of %s failed, without what PostgreSQL quotes', async (path, from, to, words) => {
    const { logged, message } = await fail(path, from, to);
    expect(message).toBe(`${words}: relation "${secret}" does not exist [42P01] (${path}).`);
    expect(logged).toEqual(invalid(`${words} [42P01] (${path}).`, mendSelect));
  });

  it('says in its own words what a SQLSTATE means', async () => {
    const detail = '(1 / (paid_amount - 25))::text';
    const { logged } = await fail(exceptionsSql, '(paid_amount - claimed_amount)::text', detail);
    const message = `reconciliation claim_balance cannot be derived: its exceptions failed: division by zero [22012] (${exceptionsSql}).`;
    expect(logged).toEqual(invalid(message, mendSelect));
  });

  it('I5: says that project.sql failed, without what PostgreSQL quotes', async () => {
    const to = "(payload ->> 'claimId')::regclass::text";
    const { logged, message } = await fail(productSql, "payload ->> 'town'", to);
    expect(message).toContain(secret);
    expect(logged).toEqual(
      invalid(`${productSql} failed [42P01].`, 'Mend the statement; source events are safe in raw.'),
    );
  });

  it('I5: says no kind of exception that is not declared, as it may be a value', async () => {
    const { logged } = await fail(exceptionsSql, "'PAID_TOO_MUCH' as kind", 'claim_id as kind');
    expect(logged).toEqual(
      invalid(
        `reconciliation claim_balance cannot be derived: it raises exceptions of a kind that is not declared (${exceptionsSql}).`,
        'Use one of PAID_TOO_MUCH, or declare the kind with @exception in reconciliation.graphql.',
      ),
    );
  });

  it('I5: says no table that the product has not, as it may be a value', async () => {
    const to = "payload ->> 'claimId' as product_table";
    const { logged } = await fail(productSql, "'claims' as product_table", to);
    expect(logged).toEqual(
      invalid(
        `${productSql} returned 1 rows whose product_table is no table of the product; it has claims, offices.`,
        "Return the table's name, and an object of its key columns with a value for each.",
      ),
    );
  });
});
