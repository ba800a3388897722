import type { Invoice } from './Line.ts';

/** The smallest of the texts, undefined where there is none. */
function smallest(texts: readonly (string | undefined)[]): string | undefined {
  return texts
    .filter((text) => text !== undefined)
    .sort((left, right) => (left < right ? -1 : left > right ? 1 : 0))[0];
}

export function customerOf(invoice: Invoice): string | undefined {
  return smallest(invoice.lines.map(({ line }) => line.customer));
}

export function countryOf(invoice: Invoice): string | undefined {
  return smallest(invoice.lines.map(({ line }) => line.country));
}
