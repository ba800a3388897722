/** Thrown where a source event can't be understood; it is then left out whole. */
export class Malformed extends Error {
  constructor(what: string) {
    super(`Can't be understood: ${what}`);
    this.name = 'Malformed';
  }
}

/** What `understand` makes of an event, undefined where it throws Malformed. */
export function unlessMalformed<Fact>(understand: () => Fact): Fact | undefined {
  try {
    return understand();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
