/** `"orderId sellerId"`, as `@key(fields:)` and `@link(by:)` write names, to `['orderId', 'sellerId']`. */
export function splitNames(names: string): readonly string[] {
  return names.split(/\s+/).filter((name) => name !== '');
}
