import type { ConcordatError } from '../../errors/ConcordatError.ts';

/** What is told of a change: made once for all who get it. */
export interface LiveMessage {
  /** A GraphQL response as JSON. */
  readonly text: string;
  /** From where to go on after it. */
  readonly cursor: string;
}

/** Whoever is told of changes: one subscription. */
export interface LiveSink {
  /** Takes a message, to be sent after those before it. */
  send(message: LiveMessage): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** There will be nothing more, and why. */
  end(reason: ConcordatError): void;
}
