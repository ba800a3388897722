/** Texts of the statements that a pool ran, for counting them. */
export class StatementLog {
  readonly #texts: string[] = [];

  readonly onStatement = ({ text }: { readonly text: string }): void => {
    this.#texts.push(text);
  };

  /** What was read since the last call; not the audit's writing. */
  takeReads(): string[] {
    return this.#texts.splice(0).filter((text) => text.startsWith('select'));
  }
}
