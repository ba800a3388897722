import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { ContractFollower } from '../../feed/hub/ContractFollower.ts';
import type { CursorCodec } from '../../query/cursor/CursorCodec.ts';
import { TurnQueue } from '../../feed/hub/TurnQueue.ts';
import { conditionPaths } from '../../query/where/conditionPaths.ts';
import { type Asker, type RequestState, requestState } from '../http/requestState.ts';
import type { Servings } from '../graphql/Servings.ts';
import type { DocumentLimiter } from '../limits/DocumentLimiter.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Contract } from '../../contract/model.ts';
import { ChangeRenderer } from './ChangeRenderer.ts';
import { ChangeWriter } from './ChangeWriter.ts';
import { ConsumerBytes } from './ConsumerBytes.ts';
import { type ConsumerAllowances, consumerAllowances } from './consumerAllowances.ts';
import { followOperation, type Following } from './followOperation.ts';
import { LiveCursors } from './LiveCursors.ts';
import { liveFilter } from './liveFilter.ts';
import type { LiveHub } from './LiveHub.ts';
import type { LiveLimits } from './LiveLimits.ts';
import type { LiveOperation } from './LiveOperation.ts';
import type { LiveStatus } from './LiveStatus.ts';
import { LiveSubscription } from './LiveSubscription.ts';
import type { LiveTransport } from './LiveTransport.ts';
import type { OpenGroup, OpenSelection } from './OpenGroup.ts';
import { profileNow } from './profileNow.ts';
import { SubscriptionCounts } from './SubscriptionCounts.ts';
import { Places } from './Places.ts';
import { parseLiveOperation, RefusedOperation, type SentOperation } from './parseLiveOperation.ts';
import { SharedByKey } from './SharedByKey.ts';
import { whyEnded } from './whyEnded.ts';

/** Subscriptions that ask the feed at once whether they can go on; however many come back, those of other consumers wait for few. */
const startsAtOnce = 16;
/** Of one consumer. */
const startsPerConsumer = 8;

export interface LiveServiceParts extends Pick<Following, 'readSnapshot' | 'alreadyTold'> {
  readonly servings: Servings;
  readonly hub: LiveHub;
  readonly cursors: CursorCodec;
  readonly limiter: DocumentLimiter;
  readonly limits: Limits;
  readonly liveLimits: LiveLimits;
  readonly maskKeys: MaskKeys;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Told when subscriptions of a contract had to end because nobody can tell them of a change. */
  readonly onUntold: (contractId: string, why: ConcordatError, subscriptions: number) => void;
  /** Told of what no client is told of. */
  readonly onFailure: (error: unknown) => void;
}

export interface LiveRequest {
  readonly sent: SentOperation;
  readonly asker: Asker;
  readonly schema: GraphQLSchema;
  /** The request that it is part of. */
  readonly state: RequestState;
  /** A cursor that the transport knows of: it stands for `after`, and nobody who goes on begins with a snapshot. */
  readonly lastCursor?: string | undefined;
  readonly transport: LiveTransport;
}

interface GroupRequest {
  readonly key: string;
  readonly selectionKey: string;
  readonly request: LiveRequest;
  readonly operation: LiveOperation;
  /** Where the changes of the contract stand. */
  readonly place: string;
}

/** Serves subscriptions, whatever transports them. */
export class LiveService {
  readonly #parts: LiveServiceParts;
  readonly #groups = new SharedByKey<OpenGroup>();
  readonly #selections = new SharedByKey<OpenSelection>();
  /** A contract that is declared anew is another one, for which nothing of the old one is used. */
  readonly #declarations = new WeakMap<Contract, number>();
  #lastDeclaration = 0;
  readonly #open = new Set<LiveSubscription>();
  /** By name, as are those of `AnswerMemory`. */
  readonly #waiting = new Map<string, ConsumerBytes>();
  readonly #ofConsumers: ConsumerAllowances;
  readonly #starts: Places;
  readonly #catchUps: Places;
  readonly #turns = new TurnQueue();
  readonly #counts = new Map<string, SubscriptionCounts>();
  #closed: ConcordatError | undefined;

  constructor(parts: LiveServiceParts) {
    this.#parts = parts;
    const { catchUpsAtOnce: atOnce, catchUpsPerConsumer, placeBytesPerSecond } = parts.liveLimits;
    this.#ofConsumers = consumerAllowances(parts.liveLimits);
    const bytesPerSecond = placeBytesPerSecond;
    this.#starts = new Places({ atOnce: startsAtOnce, perConsumer: startsPerConsumer, bytesPerSecond });
    this.#catchUps = new Places({ atOnce, perConsumer: catchUpsPerConsumer, bytesPerSecond });
  }

  /**
   * Opens a subscription. What goes wrong afterwards its transport is told.
   *
   * @throws RefusedOperation where it cannot be served
   */
  open(request: LiveRequest): LiveSubscription {
    const { sent, asker, schema, transport, state, lastCursor } = request;
    const { servings, limiter, limits, liveLimits } = this.#parts;
    if (this.#closed !== undefined) throw refused(this.#closed);
    const parsed = parseLiveOperation(sent, { schema, profile: asker.profile, limiter, limits });
    // The project may have been replaced since it was found out what the caller may see. What it goes by is not followed any more.
    const reason = whyEnded(parsed.shown, profileNow(servings, asker.caller));
    if (reason !== undefined) throw refused(reason);
    const operation = lastCursor === undefined ? parsed : { ...parsed, after: lastCursor, snapshot: false };
    const subscription = new LiveSubscription({
      ...{ access: operation.access, shown: operation.shown, counts: this.#countsOf(operation) },
      ...{ transport, mostWaitingBytes: liveLimits.waitingBytes, stallMs: liveLimits.stallMs },
      ofConsumer: this.waitingOf(asker.caller.consumer),
      mostWaitingBytesOfConsumer: liveLimits.waitingBytesPerConsumer,
      formatError: (error) => {
        state.endedBy = error.code;
        return requestState.run(state, () => this.#formatted(error));
      },
    });
    this.#open.add(subscription);
    void this.#run(this.#begin(request, operation, subscription), subscription).finally(() => {
      this.#open.delete(subscription);
      subscription.settle();
    });
    return subscription;
  }

  /** What waits to be read by all subscriptions of a consumer. */
  waitingOf(consumer: string): ConsumerBytes {
    const waiting = this.#waiting.get(consumer) ?? new ConsumerBytes();
    this.#waiting.set(consumer, waiting);
    return waiting;
  }

  /** Ends all subscriptions, each with where to go on, and opens none any more. */
  close(reason: ConcordatError): void {
    this.#closed = reason;
    for (const subscription of this.#open) subscription.end(reason);
  }

  /** Of each contract that was followed. */
  status(): LiveStatus['contracts'] {
    const groups = new Map<string, number>();
    for (const { contractId } of this.#groups.values())
      groups.set(contractId, (groups.get(contractId) ?? 0) + 1);
    const feeds = new Map(Array.from(this.#parts.hub.status(), (feed) => [feed.contract, feed]));
    return Array.from(this.#counts, ([contract, counts]) => ({
      ...{ contract, groups: groups.get(contract) ?? 0 },
      ...counts.status(),
      ...feeds.get(contract),
    }));
  }

  #countsOf({ access: { contract } }: LiveOperation): SubscriptionCounts {
    const counts = this.#counts.get(contract.id) ?? new SubscriptionCounts();
    this.#counts.set(contract.id, counts);
    return counts;
  }

  /**
   * Serves a subscription to its end. Whatever goes wrong ends this one and no other. It may take days, and so knows nothing of what was
   * sent: whatever a function waits with is kept.
   */
  async #run(begun: Promise<() => void>, subscription: LiveSubscription): Promise<void> {
    try {
      const leave = await begun;
      await ended(subscription.signal);
      leave();
    } catch (error) {
      if (!subscription.signal.aborted) subscription.end(this.#reason(error));
    }
  }

  /** Tells a subscription of what it missed and puts it into its group; gives what takes it out again. */
  async #begin(
    request: LiveRequest,
    operation: LiveOperation,
    subscription: LiveSubscription,
  ): Promise<() => void> {
    const { profile } = request.asker;
    const { contract } = operation.access;
    const { hub, readSnapshot, alreadyTold } = this.#parts;
    const followed = hub.of(contract);
    const selectionKey = JSON.stringify([
      ...[profile.consumer, profile.key, contract.id, this.#declaration(contract)],
      operation.selectionDigest,
    ]);
    const key = JSON.stringify([selectionKey, operation.filterDigest]);
    const group = this.#groupOf({ key, selectionKey, request, operation, place: followed.place });
    const leave = this.#leaving(followed.follower, key, subscription);
    try {
      await group.execution.assertServed(contract);
      // Who begins to follow is on record before anything is told.
      group.writer.record(0);
      await group.execution.flush();
      await followOperation({
        ...{ operation, profile, subscription, followed, group },
        ...{ readSnapshot, alreadyTold, turns: this.#turns },
        ...{ starts: this.#starts, catchUps: this.#catchUps },
      });
      subscription.begun();
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  #leaving(follower: ContractFollower, key: string, subscription: LiveSubscription): () => void {
    return () => {
      follower.leave(key, subscription);
      this.#groups.release(key);
    };
  }

  #groupOf(request: GroupRequest): OpenGroup {
    return this.#groups.acquire(request.key, () => {
      const { asker } = request.request;
      const forget = this.#ofConsumers.filter(asker.profile.consumer, request.operation);
      try {
        return this.#openGroup(request, forget);
      } catch (error) {
        forget();
        throw error;
      }
    });
  }

  /** @param forget - called when nobody needs the group any more */
  #openGroup(groupRequest: GroupRequest, forget: () => void): OpenGroup {
    const { key, selectionKey, request, operation } = groupRequest;
    const { access, where, filterDigest } = operation;
    const { maskKeys, onUntold } = this.#parts;
    const { renderer, execution, cursors } = this.#selectionOf(groupRequest);
    const toldPaths = [...access.contract.key.map(({ name }) => name), ...conditionPaths(where)];
    const writer = new ChangeWriter({ access, renderer, execution, cursors, filterDigest, toldPaths });
    return {
      ...{ writer, execution, cursors, contractId: access.contract.id },
      spec: {
        key,
        consumer: request.asker.profile.consumer,
        filter: liveFilter(operation, request.asker.profile.purpose, maskKeys),
        write: (event) => writer.event(event),
        failed: (error, sinks) => {
          if (error instanceof ConcordatError && error.code === 'CURSOR_EXPIRED')
            onUntold(access.contract.id, error, sinks.length);
          for (const sink of sinks) sink.end(this.#reason(error));
        },
      },
      close: () => {
        this.#selections.release(selectionKey);
        forget();
      },
    };
  }

  /** By itself: what one of several functions remembers that are made in one place, all of them keep. */
  #selectionOf(request: GroupRequest): OpenSelection {
    return this.#selections.acquire(request.selectionKey, () => this.#openSelection(request));
  }

  #openSelection({ request, operation, place }: GroupRequest): OpenSelection {
    const { state } = request;
    const { profile } = request.asker;
    const { servings, limits, formatError, liveLimits, onFailure, now, cursors: codec } = this.#parts;
    const leave = this.#ofConsumers.selection(profile.consumer, operation);
    const execution = servings.of(profile).engine.openLive(profile, state.trace.traceId);
    const renderer = new ChangeRenderer({
      ...{ operation, execution, limits },
      // What goes wrong in a message that several share is found in the log by the first one's trace.
      formatError: (formatted, error) => requestState.run(state, () => formatError(formatted, error)),
    });
    const flushing = setInterval(() => {
      execution.flush().catch(onFailure);
    }, liveLimits.auditMs);
    return {
      ...{ renderer, execution },
      cursors: new LiveCursors({ codec, access: operation.access, profile, place, now }),
      close: () => {
        leave();
        clearInterval(flushing);
        execution.flush().catch(onFailure);
      },
    };
  }

  #declaration(contract: Contract): number {
    const known = this.#declarations.get(contract) ?? (this.#lastDeclaration += 1);
    this.#declarations.set(contract, known);
    return known;
  }

  /** What a subscription ends with when something went wrong that its client has no part in. */
  #reason(error: unknown): ConcordatError {
    if (error instanceof ConcordatError) return error;
    this.#parts.onFailure(error);
    return new ConcordatError('INTERNAL_SERVER_ERROR', 'A change could not be told.', { cause: error });
  }

  #formatted(error: ConcordatError): GraphQLFormattedError {
    const wrapped = new GraphQLError(error.message, { originalError: error });
    return this.#parts.formatError(wrapped.toJSON(), wrapped);
  }
}

function refused(reason: ConcordatError): RefusedOperation {
  return new RefusedOperation([new GraphQLError(reason.message, { originalError: reason })]);
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
