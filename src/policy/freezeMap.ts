/** A map of these entries that refuses every later change, so that what was decided for a caller stays decided. */
export function freezeMap<Key, Value>(entries: Iterable<readonly [Key, Value]>): ReadonlyMap<Key, Value> {
  const map = new Map(entries);
  Object.defineProperties(map, {
    set: { value: refuse },
    delete: { value: refuse },
    clear: { value: refuse },
  });
  return Object.freeze(map);
}

function refuse(): never {
  throw new TypeError('This map is frozen.');
}
