/** A JSON number that a JavaScript number can't hold as it is written: `12345678901234567890.10`. */
export class ExactNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }

  /** Where a number is asked for, in `JSON` and `Float`, the nearest one is the answer. */
  toJSON(): number {
    return Number(this.source);
  }
}
