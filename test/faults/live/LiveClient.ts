import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../../schema/sample/Random.ts';
import { createSocketClient, follow, type ToldChange } from '../../support/live/follow.ts';
import { randomWanted, type Wanted } from './Wanted.ts';

/** What a client was told since its last snapshot. */
export interface Told {
  /** Revision by claim. */
  readonly snapshot: ReadonlyMap<string, bigint>;
  readonly changes: readonly ToldChange[];
}

/** What a client asked for, for a while, and what it was told then. */
export interface Asked {
  readonly wanted: Wanted;
  readonly told: Told;
}

export interface LiveClientOptions {
  readonly random: Random;
  readonly tokenFor: (wanted: Wanted) => Promise<string>;
  /** Addresses of gateways that should be there; some may have just died. */
  readonly gateways: () => readonly string[];
}

const query = `subscription ($where: SettledClaimV1Where, $after: String, $snapshot: Boolean) {
  settledClaimV1(where: $where, after: $after, snapshot: $snapshot) {
    kind key node { claimId paidAmount outcome _meta { revision } } revision cursor
  }
}`;

/** With these a client goes on from its cursor; with any other something is wrong. */
const passing: ReadonlySet<unknown> = new Set([
  ...[
    'SHUTTING_DOWN',
    'FEED_UNAVAILABLE',
    'SLOW_CONSUMER',
    'KAFKA_UNAVAILABLE',
    'DATABASE_UNAVAILABLE',
    'STATEMENT_TIMEOUT',
  ],
]);

/**
 * A client that breaks off, stalls, comes back to any gateway with its cursor, and now and then asks for something else, for another
 * purpose perhaps, until it is told to stop.
 */
export class LiveClient {
  readonly #options: LiveClientOptions;
  readonly problems: string[] = [];
  /** What it asked for before what it asks for now. */
  readonly past: Asked[] = [];
  #wanted: Wanted;
  #snapshot = new Map<string, bigint>();
  #changes: ToldChange[] = [];
  #cursor: string | undefined;
  /** Whether it breaks off and stalls by itself. */
  restless = true;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#wanted = randomWanted(options.random);
  }

  /** What it asks for now, and what it was told of it. */
  now(): Asked {
    return { wanted: this.#wanted, told: { snapshot: this.#snapshot, changes: this.#changes } };
  }

  async run(signal: AbortSignal): Promise<void> {
    const { random, gateways } = this.#options;
    while (!signal.aborted) {
      const addresses = gateways();
      if (this.restless && this.#cursor !== undefined && random.chance(0.1)) this.#turn();
      if (addresses.length > 0) await this.#connect(random.pick(addresses), signal);
      await wait(random.integer(10, 200));
    }
  }

  /** Asks for something else from now on. Its cursor is no good for that. */
  #turn(): void {
    this.past.push(this.now());
    this.#wanted = randomWanted(this.#options.random);
    this.#snapshot = new Map();
    this.#changes = [];
    this.#cursor = undefined;
  }

  async #connect(address: string, signal: AbortSignal): Promise<void> {
    const { random, tokenFor } = this.#options;
    const wanted = this.#wanted;
    const client = createSocketClient(address, await tokenFor(wanted));
    if (this.restless && random.chance(0.3)) {
      client.on('opened', (socket) => {
        if (isPausable(socket)) {
          socket.pause();
          setTimeout(
            () => {
              socket.resume();
            },
            random.integer(100, 1_500),
          );
        }
      });
    }
    const isAnew = this.#cursor === undefined;
    const follower = follow(client, query, {
      where: wanted.where,
      ...(isAnew ? { snapshot: true } : { after: this.#cursor }),
    });
    const until = performance.now() + random.integer(200, 4_000);
    while (!signal.aborted && !follower.hasEnded() && (!this.restless || performance.now() < until)) {
      await wait(20);
      if (isAnew) this.#begin(follower.changes);
      else this.#take(follower.changes);
    }
    // Where the gateway died before there was a connection, it fails by that.
    await Promise.resolve(client.dispose()).catch(() => undefined);
    if (isAnew) this.#begin(follower.changes);
    else this.#take(follower.changes);
    for (const { message, extensions } of follower.errors) {
      const { code } = extensions;
      if (code !== undefined && !passing.has(code)) this.problems.push(`${JSON.stringify(code)}: ${message}`);
    }
  }

  #seen: readonly ToldChange[] = [];
  #taken = 0;

  /** Takes what is new of a list that grows. */
  #take(changes: readonly ToldChange[]): void {
    if (this.#seen !== changes) {
      this.#seen = changes;
      this.#taken = 0;
    }
    const fresh = changes.slice(this.#taken);
    this.#taken = changes.length;
    this.#changes.push(...fresh);
    this.#cursor = fresh.at(-1)?.cursor ?? this.#cursor;
  }

  /** A snapshot that was not told to its end is nothing to go on from. */
  #begin(changes: readonly ToldChange[]): void {
    const end = changes.findIndex(({ kind }) => kind === 'SNAPSHOT_COMPLETE');
    if (end === -1) return;
    this.#snapshot.clear();
    for (const { key, revision } of changes.slice(0, end))
      this.#snapshot.set(String(key?.['claimId']), BigInt(revision ?? 0));
    this.#changes = changes.slice(end + 1);
    this.#cursor = changes.at(-1)?.cursor;
  }
}

interface Pausable {
  pause(): void;
  resume(): void;
}

function isPausable(socket: unknown): socket is Pausable {
  return typeof socket === 'object' && socket !== null && 'pause' in socket && 'resume' in socket;
}
