import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../../schema/sample/Random.ts';
import { createSocketClient, follow, type ToldChange } from '../../support/live/follow.ts';
import type { Wanted } from './Wanted.ts';

/** What a client was told since its last snapshot. */
export interface Told {
  /** Revision by claim. */
  readonly snapshot: ReadonlyMap<string, bigint>;
  readonly changes: readonly ToldChange[];
}

export interface LiveClientOptions {
  readonly wanted: Wanted;
  readonly random: Random;
  readonly token: string;
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
  ...['SHUTTING_DOWN', 'SLOW_CONSUMER', 'KAFKA_UNAVAILABLE', 'DATABASE_UNAVAILABLE', 'STATEMENT_TIMEOUT'],
]);

/** A client that breaks off, stalls, and comes back to any gateway with its cursor, until it is told to stop. */
export class LiveClient {
  readonly wanted: Wanted;
  readonly #options: LiveClientOptions;
  readonly #snapshot = new Map<string, bigint>();
  readonly problems: string[] = [];
  #changes: ToldChange[] = [];
  #cursor: string | undefined;
  /** Whether it breaks off and stalls by itself. */
  restless = true;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.wanted = options.wanted;
  }

  told(): Told {
    return { snapshot: this.#snapshot, changes: this.#changes };
  }

  async run(signal: AbortSignal): Promise<void> {
    const { random, gateways } = this.#options;
    while (!signal.aborted) {
      const addresses = gateways();
      if (addresses.length > 0) await this.#connect(random.pick(addresses), signal);
      await wait(random.integer(10, 200));
    }
  }

  async #connect(address: string, signal: AbortSignal): Promise<void> {
    const { wanted, random, token } = this.#options;
    const client = createSocketClient(address, token);
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
    await client.dispose();
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
