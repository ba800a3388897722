import { formatUnreached } from '../formatUnreached.ts';
import { formatSetAside } from '../parked/formatSetAside.ts';
import type { RowDifference, TableDifferences, VerifyResult } from '../../pipeline/verify/VerifyResult.ts';

function formatExample({ kind, key, columns }: RowDifference): string {
  const parts = Object.entries(key).map(([column, value]) => `${column} ${value}`);
  const which = columns.length === 0 ? '' : ` in ${columns.join(', ')}`;
  return `  ${kind.toLowerCase()}${which}: ${parts.length === 0 ? '(its key is not shown)' : parts.join(', ')}`;
}

function formatTable({ table, missing, extra, different, examples }: TableDifferences): readonly string[] {
  const more = missing + extra + different - examples.length;
  return [
    `${table}: ${missing} missing, ${extra} extra, ${different} different`,
    ...examples.map(formatExample),
    ...(more === 0 ? [] : [`  … and ${more} more`]),
  ];
}

/** What a verification found, for people. */
export function formatVerify(result: VerifyResult): string {
  const { compared, differences, broken, setAside, unreached, products } = result;
  const rows = compared.reduce((sum, table) => sum + table.rows, 0);
  const events = products.reduce((sum, { inputs }) => sum + inputs, 0);
  return [
    ...differences.flatMap(formatTable),
    ...broken.map(({ message }) => message),
    ...formatSetAside(setAside),
    ...formatUnreached(unreached),
    `${rows} rows of ${compared.length} tables compared with what ${events} inputs of ${products.length} products give.`,
    differences.length + broken.length === 0
      ? 'No difference.'
      : `${differences.length} tables differ, ${broken.length} rules are broken.`,
    '',
  ].join('\n');
}
