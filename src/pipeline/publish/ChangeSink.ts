import type { ContractChange } from '../../feed/record/ContractChange.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { UnreadableBatch } from '../observe/UnreadableBatch.ts';

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
   * Whether somebody else wrote to the destination since it was recovered: a sink that is made anew is to recover it then. Asked
   * now and then also while there is nothing to publish.
   *
   * @throws ConcordatError KAFKA_UNAVAILABLE
   */
  isDisturbed(): Promise<boolean>;
  /** Publishes changes in their order; when it resolves they are there for good, or will be with the transaction's commit. */
  publish(transaction: Transaction, changes: readonly WaitingChange[]): Promise<void>;
  close(): Promise<void>;
}
