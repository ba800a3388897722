import { expect, it } from '@jest/globals';
import pg from 'pg';
import { ConcordatError } from '../../../src/errors/ConcordatError.ts';
import { describeError } from '../../../src/server/logging/describeError.ts';
import { sqlFailureOf } from '../../../src/storage/SqlFailure.ts';
import { toConcordatError } from '../../../src/storage/toConcordatError.ts';

function serverError(code: string, more: Partial<pg.DatabaseError> = {}): pg.DatabaseError {
  const error = new pg.DatabaseError('duplicate "maria@example.org"', 1, 'error');
  return Object.assign(error, {
    code,
    detail: 'Key (mail)=(maria@example.org) exists.',
    where: 'COPY t, line 1',
    ...more,
  });
}

it.each([
  ['23505', 'INTERNAL_SERVER_ERROR'],
  ['57014', 'STATEMENT_TIMEOUT'],
  ['57P01', 'DATABASE_UNAVAILABLE'],
  ['53300', 'DATABASE_UNAVAILABLE'],
  ['28P01', 'DATABASE_UNAVAILABLE'],
  ['3D000', 'DATABASE_UNAVAILABLE'],
  ['25006', 'DATABASE_UNAVAILABLE'],
  ['25P03', 'DATABASE_UNAVAILABLE'],
  ['40001', 'INTERNAL_SERVER_ERROR'],
])('maps %s to %s and keeps the state', (sqlState, code) => {
  const error = toConcordatError(serverError(sqlState));
  expect(error).toMatchObject({ code });
  expect(sqlFailureOf(error)?.details.sqlState).toBe(sqlState);
});

it.each(['22P02', '23505', '23514', 'P0001', '44000', 'XX000'])('quotes nothing of %s', (sqlState) => {
  const error = toConcordatError(
    serverError(sqlState, { table: 'sales', column: 'mail', schema: 'contract' }),
  );
  if (!(error instanceof ConcordatError)) throw new Error('It is no ConcordatError.');
  expect(
    JSON.stringify([error.message, error.stack, sqlFailureOf(error), sqlFailureOf(error)?.stack]),
  ).not.toContain('maria');
  expect(error.message).toContain('table contract.sales, column mail');
});

it('says of a connection that failed which error it was, and what to do', () => {
  const error = toConcordatError(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
  expect(error).toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('ECONNREFUSED'),
    fix: expect.stringContaining('DATABASE_URL'),
  });
});

it('says of a read-only database that it is, and what to do', () => {
  const error = toConcordatError(serverError('25006'));
  expect(describeError(error)).toEqual({
    ...{ name: 'ConcordatError', code: 'DATABASE_UNAVAILABLE' },
    message: 'A statement failed: the database is read-only [25006].',
    fix: expect.stringContaining('default_transaction_read_only'),
  });
});

it('lets the log say why the database is away, and nothing of what a statement raised', () => {
  const refused = { code: 'ECONNREFUSED', address: '127.0.0.1', port: 5432 };
  const away = toConcordatError(Object.assign(new Error('connect'), refused));
  expect(describeError(away).message).toBe('The database does not answer: ECONNREFUSED at 127.0.0.1:5432.');
  const raised = toConcordatError(serverError('53100', { routine: 'exec_stmt_raise' }));
  expect(JSON.stringify(describeError(raised))).not.toContain('maria');
  expect(JSON.stringify(describeError(toConcordatError(serverError('23505'))))).not.toContain('maria');
});

it('passes what is a ConcordatError already', () => {
  const error = new ConcordatError('INPUT_INVALID', 'no');
  expect(toConcordatError(error)).toBe(error);
});
