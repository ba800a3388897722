/** Whether JSON holds lists and objects nested deeper than `levels`. Not recursive, so that depth can't exhaust the stack. */
export function isDeeperThan(json: unknown, levels: number): boolean {
  let level: readonly unknown[] = [json];
  for (let depth = 0; depth <= levels; depth += 1) {
    const nested = level.filter((value): value is object => typeof value === 'object' && value !== null);
    if (nested.length === 0) return false;
    level = nested.flatMap((value) => Object.values(value) as unknown[]);
  }
  return true;
}
