/** What is told of a change: made once for all who get it, and the same object for all of them. */
export class LiveMessage {
  /** A GraphQL response as JSON. */
  readonly text: string;
  /** From where to go on after it. */
  readonly cursor: string;
  /** Whether it is within a snapshot, after which nobody can go on from its cursor. */
  readonly isPartial: boolean;

  constructor(text: string, cursor: string, isPartial = false) {
    this.text = text;
    this.cursor = cursor;
    this.isPartial = isPartial;
  }
}
