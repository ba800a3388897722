import type { Contract } from '../../contract/model.ts';
import { isSameContract } from '../../contract/isSameContract.ts';
import { ContractFollower } from '../../feed/hub/ContractFollower.ts';
import type { ContractFeed } from '../../feed/live/ContractFeed.ts';
import { contractChanged } from './contractChanged.ts';
import type { FollowingLog } from './followingLog.ts';
import type { FeedStatus } from './LiveStatus.ts';

/** A contract's changes in this process. */
export interface FollowedContract {
  readonly contract: Contract;
  readonly feed: ContractFeed;
  readonly follower: ContractFollower;
  /** Where the changes stand, for cursors: they are good for no other place. */
  readonly place: string;
}

/** Where the changes of contracts come from. */
export interface LiveSource {
  feedOf(contract: Contract): ContractFeed;
  placeOf(contract: Contract): string;
}

export interface LiveHubOptions {
  readonly source: LiveSource;
  readonly tailBytes: number;
  /** What is told of what goes wrong while a contract is followed. */
  readonly logOf: (contract: Contract) => FollowingLog;
}

/** Follows contracts, each once for the whole process, from when it is first asked for. */
export class LiveHub {
  readonly #options: LiveHubOptions;
  readonly #followed = new Map<string, FollowedContract>();

  constructor(options: LiveHubOptions) {
    this.#options = options;
  }

  of(contract: Contract): FollowedContract {
    const known = this.#followed.get(contract.id);
    if (known !== undefined && isSameContract(known.contract, contract)) return known;
    // Of a contract that is declared otherwise now the subscriptions have ended, or do so now: nothing comes any more.
    void known?.follower.stop(contractChanged(contract.id));
    const { source, tailBytes, logOf } = this.#options;
    const feed = source.feedOf(contract);
    const follower = new ContractFollower({ feed, tailBytes, ...logOf(contract) });
    const made = { contract, feed, follower, place: source.placeOf(contract) };
    this.#followed.set(contract.id, made);
    return made;
  }

  /** Of each contract that is followed. */
  *status(): Iterable<FeedStatus & { readonly contract: string }> {
    for (const { contract, follower } of this.#followed.values()) {
      const { keptBytes, behindBytes, unreadable, lagMs } = follower;
      if (lagMs !== undefined) yield { contract: contract.id, keptBytes, behindBytes, unreadable, lagMs };
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#followed.values()].map(({ follower }) => follower.stop()));
  }
}
