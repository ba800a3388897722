import type { ConcordatError } from '../../errors/ConcordatError.ts';
import type { LivePosition } from '../live/LivePosition.ts';

/** Whoever is told of changes: one subscription. */
export interface LiveSink {
  /** Takes a message, to be sent after those before it. */
  send(message: string): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** There will be nothing more, and why; from where one may go on, where that is known. */
  end(reason: ConcordatError, position: LivePosition | undefined): void;
}
