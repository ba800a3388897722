import type { Session } from '../../../storage/Database.ts';

/** Something that is read from the database when metrics are asked for. */
export interface Reading {
  /** One word, e.g. `lag`. */
  readonly name: string;
  /** Reads, and gives what makes the metrics say what was read. */
  readonly read: (session: Session) => Promise<() => void>;
  /** Makes the metrics say nothing: what is not known is not told. */
  readonly forget: () => void;
}
