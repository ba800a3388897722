import type { Contract } from '../../contract/model.ts';

/** The key's fields as on the wire, from their texts. */
export function keyFields({ key }: Contract, texts: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    key.map(({ name, type }, place) => [name, type.name === 'Int' ? Number(texts[place]) : texts[place]]),
  );
}
