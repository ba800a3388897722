import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { LiveMessage } from '../../../feed/hub/LiveMessage.ts';
import { dropUnlessRead } from '../../http/dropSlowReaders.ts';
import type { Timeouts } from '../../Timeouts.ts';
import type { ConsumerBytes } from '../ConsumerBytes.ts';
import { createPayloadBytes } from '../createPayloadBytes.ts';
import type { LiveTransport } from '../LiveTransport.ts';
import { WaitingBytes } from '../WaitingBytes.ts';
import { completeEvent, eventEnd, idEvent, keepAliveComment, nextEvent, nextEventStart } from './events.ts';

const payloadBytes = createPayloadBytes(eventEnd);

export interface EventStreamOptions {
  /** Sends the headers, when the first event is there: until then the operation can be refused. */
  readonly begin: () => void;
  readonly keepAliveMs: number;
  /** Milliseconds after which a client that is told nothing gets a new id, as cursors do not last. */
  readonly cursorMs: number;
  /** Milliseconds after which a client that reads nothing of what waits is taken to be gone. */
  readonly stallMs: number;
  readonly timeouts: Timeouts;
  /** What waits for the consumer, here and elsewhere. */
  readonly ofConsumer: ConsumerBytes;
}

/** One subscription's messages as an event stream, the distinct connections mode of graphql-sse. */
export class EventStream implements LiveTransport {
  readonly #response: ServerResponse;
  readonly #options: EventStreamOptions;
  readonly #waiting: WaitingBytes;
  readonly #refused = Promise.withResolvers<readonly GraphQLFormattedError[] | undefined>();
  readonly #keepAlive: NodeJS.Timeout;
  #state: 'WAITING' | 'OPEN' | 'ENDED' = 'WAITING';
  #cursorNow: () => string | undefined = () => undefined;
  #idAt = performance.now();

  constructor(response: ServerResponse, options: EventStreamOptions) {
    this.#response = response;
    this.#options = options;
    this.#waiting = new WaitingBytes(options.ofConsumer);
    this.#keepAlive = setInterval(() => {
      this.#beat();
    }, options.keepAliveMs);
    response.once('close', () => {
      clearInterval(this.#keepAlive);
      this.#state = 'ENDED';
      this.#waiting.clear();
      this.#refused.resolve(undefined);
    });
    // The connection has failed; it is closed, and there is nobody to tell.
    response.on('error', () => undefined);
  }

  /** Resolves when it is known whether the operation is served: with why not, or undefined when it is, or nobody waits any more. */
  refused(): Promise<readonly GraphQLFormattedError[] | undefined> {
    return this.#refused.promise;
  }

  begun(cursor: string | undefined): void {
    if (this.#state === 'WAITING') this.#send(cursor === undefined ? keepAliveComment : idEvent(cursor));
  }

  follow(cursorNow: () => string | undefined): void {
    this.#cursorNow = cursorNow;
  }

  next(message: LiveMessage): void {
    this.#idAt = performance.now();
    this.#send(nextEventStart(message.cursor), message);
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    if (this.#state === 'WAITING') {
      clearInterval(this.#keepAlive);
      this.#state = 'ENDED';
      this.#refused.resolve(errors);
      return;
    }
    const cursor = errors[0]?.extensions?.['cursor'];
    this.#send(
      nextEvent(JSON.stringify({ errors }), typeof cursor === 'string' ? cursor : undefined) + completeEvent,
    );
    this.end();
  }

  /** Ends the stream when what waits has been read. */
  end(): void {
    if (this.#state !== 'OPEN') return;
    this.#state = 'ENDED';
    dropUnlessRead(this.#response, this.#waiting.count, this.#options.timeouts);
    this.#response.end();
  }

  waitingBytes(): number {
    return this.#waiting.count;
  }

  drained(): Promise<void> {
    return this.#waiting.drained();
  }

  drop(): void {
    this.#response.destroy();
  }

  /** @param message - what follows */
  #send(events: string, message?: LiveMessage): void {
    if (this.#state === 'ENDED') return;
    if (this.#state === 'WAITING') {
      this.#state = 'OPEN';
      const { begin, keepAliveMs, stallMs } = this.#options;
      begin();
      // As long as something goes out, a comment if nothing else, node:net counts anew.
      this.#response.socket?.setTimeout(Math.max(stallMs, 2 * keepAliveMs));
      this.#refused.resolve(undefined);
    }
    const pieces = [Buffer.from(events), ...(message ? payloadBytes(message).pieces : [])];
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    const taken = this.#waiting.add(bytes, message?.parts);
    this.#response.cork();
    for (const [index, piece] of pieces.entries())
      this.#response.write(piece, index === pieces.length - 1 ? taken : undefined);
    this.#response.uncork();
  }

  /** Says that it is there still, so that nothing between takes the connection for dead; now and then with from where to go on. */
  #beat(): void {
    if (this.#waiting.count > 0) return;
    const isDue = performance.now() - this.#idAt >= this.#options.cursorMs;
    const cursor = isDue ? this.#cursorNow() : undefined;
    if (cursor !== undefined) this.#idAt = performance.now();
    this.#send(cursor === undefined ? keepAliveComment : idEvent(cursor));
  }
}
