/** One file of `migrations/`: `0001_platform.sql`. */
export interface Migration {
  readonly number: number;
  /** `0001_platform`. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text with `\n` line ends, in hex. */
  readonly checksum: string;
}
