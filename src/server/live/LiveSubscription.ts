import type { GraphQLFormattedError } from 'graphql';
import type { LiveMessage } from '../../feed/hub/LiveMessage.ts';
import type { LiveSink } from '../../feed/hub/LiveSink.ts';
import { ConcordatError, type ErrorCode } from '../../errors/ConcordatError.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import type { ConsumerBytes } from './ConsumerBytes.ts';
import type { LiveTransport } from './LiveTransport.ts';
import type { SubscriptionCounts } from './SubscriptionCounts.ts';
import { largeBytes } from './WaitingBytes.ts';

export interface SubscriptionOptions {
  readonly access: ContractAccess;
  readonly shown: readonly ContractAccess[];
  readonly transport: LiveTransport;
  readonly counts: SubscriptionCounts;
  /** Bytes that may wait to be read. */
  readonly mostWaitingBytes: number;
  /** What waits for all subscriptions of the consumer. */
  readonly ofConsumer: ConsumerBytes;
  /** Of it, so many: beyond them, none goes on of which more waits than its share. */
  readonly mostWaitingBytesOfConsumer: number;
  /** Milliseconds in which a client that catches up must read what waits. */
  readonly stallMs: number;
  readonly formatError: (error: ConcordatError) => GraphQLFormattedError;
}

/**
 * After these what one would go on with is something else, and what to do about it the reason says itself. The cursor is good again once
 * agreement and declaration are those of before.
 */
const endsForGood: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['AGREEMENT_ENDED', 'CONTRACT_CHANGED']);

/** One subscription on its way to its client. It ends once, with a reason or because the client wants no more. */
export class LiveSubscription implements LiveSink {
  readonly #options: SubscriptionOptions;
  readonly #ended = new AbortController();
  readonly #settled = Promise.withResolvers<undefined>();
  /** From where one may go on; undefined before it has begun, and within a snapshot. */
  #cursor: string | undefined;
  #isInSnapshot = false;
  #cursorNow: () => string | undefined = () => undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    options.counts.begin(this);
    this.signal.addEventListener('abort', options.ofConsumer.open(), { once: true });
  }

  /** What it shows, as it was when it began. */
  get access(): ContractAccess {
    return this.#options.access;
  }

  /** Every contract that it shows something of, as it was when it began. */
  get shown(): readonly ContractAccess[] {
    return this.#options.shown;
  }

  /** Bytes that the network has not taken yet. */
  waitingBytes(): number {
    return this.#options.transport.waitingBytes();
  }

  /** Resolves when it has taken all. */
  drained(): Promise<void> {
    return this.#options.transport.drained();
  }

  /** Aborts when it has ended. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Resolves when it has ended and nothing is done for it any more. */
  get settled(): Promise<unknown> {
    return this.#settled.promise;
  }

  /** Nothing is done for it any more. */
  settle(): void {
    this.#settled.resolve(undefined);
  }

  /** From where one may go on before the first message. */
  begin(cursor: string): void {
    this.#cursor ??= cursor;
  }

  /**
   * It has been told everything up to now.
   *
   * @param cursorNow - gives from where to go on, however long ago it was told anything; undefined where its last message says it
   */
  follow(cursorNow: () => string | undefined): void {
    this.#cursorNow = cursorNow;
    this.#options.transport.follow?.(cursorNow);
  }

  /** Until the snapshot is told to its end there is nothing to go on from. */
  beginSnapshot(): void {
    this.#isInSnapshot = true;
  }

  /** It is served: nothing refuses it any more. */
  begun(): void {
    if (!this.signal.aborted) this.#options.transport.begun?.(this.#cursor);
  }

  send(message: LiveMessage): void {
    if (this.signal.aborted) return;
    const { transport, counts } = this.#options;
    if (transport.waitingBytes() > this.#mostWaiting() || !this.#hasRoomFor(message)) {
      this.#giveUp();
      return;
    }
    if (!message.isPartial) {
      this.#cursor = message.cursor;
      this.#isInSnapshot = false;
    }
    transport.next(message);
    counts.sent();
  }

  /** Bytes that may wait now. Who reads goes on, however much others of its consumer leave unread. */
  #mostWaiting(): number {
    const { ofConsumer, mostWaitingBytes, mostWaitingBytesOfConsumer: most } = this.#options;
    if (ofConsumer.count <= most) return mostWaitingBytes;
    ofConsumer.makeRoom();
    return Math.min(mostWaitingBytes, ofConsumer.share(most));
  }

  /** Each of many subscriptions may be told something large, as long as nothing waits for it; together they may not. */
  #hasRoomFor({ parts, length }: LiveMessage): boolean {
    const { ofConsumer, mostWaitingBytesOfConsumer: most } = this.#options;
    if (length <= largeBytes || ofConsumer.hasRoom(parts, length, most)) return true;
    ofConsumer.makeRoom();
    return ofConsumer.hasRoom(parts, length, most);
  }

  /** Its client does not read. */
  #giveUp(): void {
    const { transport, ofConsumer } = this.#options;
    // What it does not get any more comes behind its last message.
    this.#end(slowConsumer(), this.#cursor);
    ofConsumer.giveUp(() => {
      transport.drop();
    }, transport.drained());
  }

  async room(): Promise<void> {
    const { transport, stallMs, mostWaitingBytes } = this.#options;
    if (this.signal.aborted || transport.waitingBytes() <= mostWaitingBytes / 2) return;
    const ended = Promise.withResolvers<undefined>();
    const end = (): void => {
      ended.resolve(undefined);
    };
    const timer = setTimeout(() => {
      this.#giveUp();
    }, stallMs);
    this.signal.addEventListener('abort', end, { once: true });
    await Promise.race([transport.drained(), ended.promise]);
    this.signal.removeEventListener('abort', end);
    clearTimeout(timer);
  }

  end(reason: ConcordatError): void {
    if (!this.signal.aborted) this.#end(reason, this.#cursorNow() ?? this.#cursor);
  }

  #end(reason: ConcordatError, cursor: string | undefined): void {
    if (this.signal.aborted) return;
    const formatted = this.#options.formatError(reason);
    this.#options.transport.error([
      { ...formatted, extensions: { ...formatted.extensions, ...this.#goingOn(formatted, reason, cursor) } },
    ]);
    this.#options.counts.end(this, reason.code);
    this.#ended.abort();
  }

  /** From where to go on, and how; nothing where one can but begin anew, which the reason says itself. */
  #goingOn(
    { extensions }: GraphQLFormattedError,
    { code }: ConcordatError,
    from: string | undefined,
  ): Readonly<Record<string, string>> {
    const how = this.#isInSnapshot
      ? 'The snapshot was not told to its end: take it anew, with `snapshot: true`.'
      : 'Go on with `after` the cursor.';
    if (code === 'CURSOR_EXPIRED' || (from === undefined && !this.#isInSnapshot)) return {};
    const cursor = from === undefined ? {} : { cursor: from };
    if (endsForGood.has(code)) return cursor;
    const fix = extensions?.['fix'];
    return {
      fix: typeof fix === 'string' ? `${fix} ${how}` : how,
      ...cursor,
    };
  }

  /** The client wants no more, or is gone. */
  leave(): void {
    if (this.signal.aborted) return;
    this.#options.counts.end(this, 'LEFT');
    this.#ended.abort();
  }
}

function slowConsumer(): ConcordatError {
  return new ConcordatError('SLOW_CONSUMER', 'What was sent is not read fast enough.', {
    fix: 'Read faster, or ask for fewer rows or fields.',
  });
}
