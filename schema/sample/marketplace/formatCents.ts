/** Centavos as the source writes them, `10.9` and `12.0`: no trailing zeros, but one digit after the point. */
export function formatCents(cents: number): string {
  return (cents / 100).toFixed(2).replace(/0$/, '');
}
