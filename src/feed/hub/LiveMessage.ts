/** What is told of a change: made once for all who get it, and the same object for all of them. */
export class LiveMessage {
  /** A GraphQL response as JSON. */
  readonly text: string;
  /** From where to go on after it. */
  readonly cursor: string;

  constructor(text: string, cursor: string) {
    this.text = text;
    this.cursor = cursor;
  }
}
