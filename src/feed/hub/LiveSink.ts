import type { ConcordatError } from '../../errors/ConcordatError.ts';
import type { LiveMessage } from './LiveMessage.ts';

/** Whoever is told of changes: one subscription. */
export interface LiveSink {
  /** Takes a message, to be sent after those before it. */
  send(message: LiveMessage): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** There will be nothing more, and why. */
  end(reason: ConcordatError): void;
}
