/** The position of an index of a text as Postgres counts: from 1, in code points. */
export function positionOf(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length + 1;
}
