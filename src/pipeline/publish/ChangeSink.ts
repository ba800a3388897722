import type { ContractChange } from '../../feed/record/ContractChange.ts';
import type { Session, Transaction } from '../../storage/Database.ts';
import type { UnreadableBatch } from '../observe/UnreadableBatch.ts';
import type { NoteMark } from './publication.ts';

/** A change that waits in the outbox. */
export interface WaitingChange extends ContractChange {
  /** Of `contract.change`. */
  readonly id: string;
}

/** Where the changes of one contract version go. */
export interface ChangeSink {
  readonly destination: 'KAFKA' | 'EMBEDDED';
  /** The topic's name; the contract's id for the embedded feed. */
  readonly topic: string;
  /**
   * Brings the outbox to terms with what the destination holds: what it has already is not published again, and what it has lost
   * is. Before the first batch, and after a failure. Returns what others wrote there that cannot be read.
   */
  recover(transaction: Transaction): Promise<readonly UnreadableBatch[]>;
  /**
   * Whether the database holds the last that this sink noted of the destination, given the mark of what it does hold. Where it does not, it
   * lost what was committed (by a crash without synchronous commits, a failover to a replica that was behind, a backup), and may give
   * revisions again that the destination has: nothing may be published before a sink that is made anew has recovered it.
   */
  isLastNote(mark: NoteMark | undefined): boolean;
  /**
   * Whether somebody else wrote to the destination since it was recovered, or the database lost what was noted of it: a sink that is made
   * anew is to recover it then. Asked now and then also while there is nothing to publish.
   *
   * @throws ConcordatError KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  isDisturbed(session: Session): Promise<boolean>;
  /** Publishes changes in their order; when it resolves they are there for good, or will be with the transaction's commit. */
  publish(transaction: Transaction, changes: readonly WaitingChange[]): Promise<void>;
  close(): Promise<void>;
}
