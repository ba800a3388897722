/** A GraphQL response as JSON, taken apart where the cursor stands: the same list for all filters that are told of a change. */
export type Rendered = readonly string[];

/** What is told of a change: made once for all who get it, and the same object for all of them. */
export class LiveMessage {
  readonly parts: Rendered;
  /** From where to go on after it. */
  readonly cursor: string;
  /** Whether it is within a snapshot, after which nobody can go on from its cursor. */
  readonly isPartial: boolean;

  constructor(parts: Rendered, cursor: string, isPartial = false) {
    this.parts = parts;
    this.cursor = cursor;
    this.isPartial = isPartial;
  }

  /** A GraphQL response as JSON. */
  get text(): string {
    return this.parts.join(this.cursor);
  }

  /** How many characters it has. */
  get length(): number {
    const joints = Math.max(0, this.parts.length - 1);
    return this.parts.reduce((sum, part) => sum + part.length, joints * this.cursor.length);
  }
}
