import { quoteText } from '../../storage/quoteName.ts';

/** Fields of a row of `contract.change` as JSON text, in order; those that it does not have are left out. */
export function pickText(row: string, names: readonly string[]): string {
  const entries = names.map(
    (name) => `${quoteText(`${JSON.stringify(name)}:`)} || (${row} -> ${quoteText(name)})::text`,
  );
  return `'{' || array_to_string(array[${entries.join(', ')}]::text[], ',') || '}'`;
}
