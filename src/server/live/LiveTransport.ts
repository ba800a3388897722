import type { GraphQLFormattedError } from 'graphql';
import type { LiveMessage } from '../../feed/hub/LiveMessage.ts';

/** Where the messages of one subscription go: a socket that several share, or an event stream. */
export interface LiveTransport {
  /**
   * Told that nothing refuses the operation any more, and from where one may go on before the first message. Only for transports to
   * which that makes a difference.
   */
  begun?(cursor: string | undefined): void;
  /** Told from where one may go on at any time, once nothing that was missed is told any more. Only for transports that tell it between messages. */
  follow?(cursorNow: () => string | undefined): void;
  /** Sends a GraphQL response. */
  next(message: LiveMessage): void;
  /** Sends why there is nothing more. */
  error(errors: readonly GraphQLFormattedError[]): void;
  /** Bytes of this subscription that the network has not taken yet. */
  waitingBytes(): number;
  /** Resolves when the network has taken all, or nobody is there any more. */
  drained(): Promise<void>;
  /** Closes the connection, whatever waits: nobody reads it. */
  drop(): void;
}
