import type { Transaction } from '../../storage/Database.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';
import { keyText } from '../../query/sql/keyText.ts';
import type { Computation } from './Computation.ts';

/** The temporary table `left_out`: rows that were computed and are to be in no table, with why. */
export async function createLeftOut(transaction: Transaction): Promise<void> {
  await transaction.script(
    'create temporary table if not exists left_out (key jsonb, reason text, fix text, reached_by jsonb) on commit drop',
  );
}

/** SQL of a row's key as a list of texts, as `contract.change` has it. */
export function keyList(alias: string, { key }: Pick<Computation, 'key'>): string {
  return `jsonb_build_array(${key.map(({ column }) => `${quoteName(alias, column)}::text`).join(', ')})`;
}

/** SQL of the digest by which `contract.set_aside` tells keys apart. */
export function keyDigest(key: string): string {
  return `sha256(convert_to((${key})::text, 'UTF8'))`;
}

/** SQL of the values by which changes reach a row, by column a list of them; grouped by key, those of all its rows. */
export function reachedBy(
  alias: string,
  { reach, columns }: Pick<Computation, 'reach' | 'columns'>,
  list: (value: string) => string = (value) => `jsonb_build_array(${value})`,
): string {
  const pairs = reach.flatMap((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    return column === undefined || column.type.endsWith('[]')
      ? []
      : [`${quoteText(name)}, ${list(keyText(quoteName(alias, name), column.type))}`];
  });
  return `jsonb_build_object(${pairs.join(', ')})`;
}
