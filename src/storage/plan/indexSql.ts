import { createHash } from 'node:crypto';
import { quoteName, quoteNames, quoteText } from '../quoteName.ts';
import { indexCommentPrefix } from './comments.ts';
import type { DesiredIndex, DesiredTable } from './DesiredTable.ts';

/** Identifies an index by what it does: `BTREE a, b`. */
export function indexDefinition(index: DesiredIndex): string {
  return `${index.kind} ${index.columns.join(', ')}`;
}

/** Postgres cuts names to 63 bytes; the hash keeps cut ones apart. */
function indexName(table: DesiredTable, index: DesiredIndex): string {
  const hash = createHash('sha256')
    .update(`${table.name} ${indexDefinition(index)}`)
    .digest('hex')
    .slice(0, 8);
  return `${`${table.name}_${index.columns.join('_')}`.slice(0, 50)}_${hash}`;
}

/** DDL that makes the index and marks it as Concordat's own. `trigramSchema` is where the extension pg_trgm lives. */
export function createIndexSql(table: DesiredTable, index: DesiredIndex, trigramSchema: string): string {
  const name = indexName(table, index);
  const columns =
    index.kind === 'BTREE'
      ? `(${quoteNames(index.columns)})`
      : `using gin (${quoteName(index.columns[0])} ${quoteName(trigramSchema, 'gin_trgm_ops')})`;
  return (
    `create index ${quoteName(name)} on ${quoteName(table.schema, table.name)} ${columns};\n` +
    `comment on index ${quoteName(table.schema, name)} is ${quoteText(indexCommentPrefix + indexDefinition(index))}`
  );
}
