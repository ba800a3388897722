import type { FeedChange } from '../../src/feed/live/FeedChange.ts';

/** A change, as each server takes it. */
export interface BenchEvent {
  /** As the gateway's feed has it. */
  readonly feed: Omit<FeedChange, 'partition' | 'offset' | 'mark' | 'bytes'>;
  /** As a resolver would give it. */
  readonly change: Readonly<Record<string, unknown>>;
}

/** Something that sends changes to sockets. */
export interface BenchServer {
  readonly name: string;
  readonly url: string;
  readonly send: (events: readonly BenchEvent[]) => void;
  readonly close: () => Promise<void>;
}
