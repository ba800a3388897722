import { splitStatements } from '../../contract/splitStatements.ts';
import type { Transaction } from '../Database.ts';
import { sqlFailureOf, type SqlFailure } from '../SqlFailure.ts';
import { positionOf } from './positionOf.ts';
import { parameterInSql, refusedSql, type SqlFinding } from './SqlFinding.ts';
import { treeReads, type ReadRelation, type TreeReads } from './treeReads.ts';
import { unrepeatableInSql } from './unrepeatableInSql.ts';

/** What a statement that can be described is: a SELECT over tables, with what it does beside reading; or no SELECT at all. */
export type ReadStatement =
  | {
      readonly select: true;
      readonly relations: readonly ReadRelation[];
      readonly findings: readonly SqlFinding[];
    }
  | { readonly select: false; readonly finding: SqlFinding };

const view = 'statement_read';
// Beneath another SELECT its columns need no names, and a comment at its end no line of its own.
const head = `create temporary view ${view} as select from (\n`;

const readsText = treeReads(
  `select ev_action::text from pg_rewrite where ev_class = to_regclass('pg_temp.${view}')`,
);

/** Carries what was found out of a savepoint that is thrown away. */
class Found extends Error {
  readonly reads: TreeReads;

  constructor(reads: TreeReads) {
    super('found');
    this.reads = reads;
  }
}

function lockInSql(text: string): SqlFinding {
  const index = /\bfor\s+(no\s+key\s+)?(update|(key\s+)?share)\b/i.exec(text)?.index;
  return {
    rule: 'sql-read-only',
    message: 'The SELECT locks the rows that it reads.',
    fix: 'Take FOR UPDATE or FOR SHARE out: it only reads.',
    position: index === undefined ? undefined : positionOf(text, index),
  };
}

function notOfASelect(text: string, failure: SqlFailure): ReadStatement {
  const { sqlState, position } = failure.details;
  const at = position === undefined ? undefined : Math.max(position - head.length, 1);
  if (sqlState === '42601') {
    const start = splitStatements(text)[0]?.start ?? 0;
    return {
      select: false,
      finding: {
        rule: 'sql-read-only',
        message: 'The statement is not a SELECT that only reads.',
        fix: 'Write one SELECT; Concordat writes what it gives.',
        position: positionOf(text, start),
      },
    };
  }
  const findings: Readonly<Record<string, SqlFinding>> = {
    '42P02': parameterInSql(at),
    '0A000': {
      rule: 'sql-read-only',
      message: 'The SELECT writes: its WITH holds an INSERT, UPDATE, DELETE or MERGE.',
      fix: 'Only read; Concordat writes what the SELECT gives.',
      position: at,
    },
  };
  const finding = findings[sqlState] ?? { ...refusedSql(failure), position: at };
  return { select: true, relations: [], findings: [finding] };
}

/**
 * Finds out whether a statement that Postgres can describe is one SELECT that only reads, and which tables it reads, also by
 * way of views: by making a view of it, which nothing else can be made a view of. Leaves nothing behind.
 */
export async function readSelect(transaction: Transaction, text: string): Promise<ReadStatement> {
  try {
    return await transaction.savepoint(async () => {
      await transaction.script(`${head}${text}\n) as statement`);
      const [reads] = await transaction.query<TreeReads>({ text: readsText });
      if (reads === undefined) throw new Error('A SELECT without FROM gave no row.');
      throw new Found(reads);
    });
  } catch (error) {
    if (error instanceof Found) {
      const { relations, locks, unrepeatable } = error.reads;
      const findings = [...(locks ? [lockInSql(text)] : []), ...unrepeatableInSql(text, unrepeatable)];
      return { select: true, relations, findings };
    }
    const failure = sqlFailureOf(error);
    // Only what is wrong with the statement is a finding; a lost connection is not.
    if (failure === undefined || !/^(42|0A)/.test(failure.details.sqlState)) throw error;
    return notOfASelect(text, failure);
  }
}
