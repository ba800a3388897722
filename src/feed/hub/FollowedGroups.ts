import type { FeedChange } from '../live/FeedChange.ts';
import type { LivePosition } from '../live/LivePosition.ts';
import type { GroupTelling } from './Backlog.ts';
import { FilterIndex } from './FilterIndex.ts';
import { LiveGroup, type GroupSpec } from './LiveGroup.ts';
import type { LiveSink } from './LiveSink.ts';

/** Who follows a contract: its groups, each there for as long as anybody is in it. */
export class FollowedGroups {
  readonly #groups = new Map<string, LiveGroup>();
  readonly #index = new FilterIndex();
  /** How many groups each consumer has. */
  readonly #consumers = new Map<string, number>();

  /** Whether more than one consumer follows. */
  get areOfSeveral(): boolean {
    return this.#consumers.size > 1;
  }

  get(key: string): LiveGroup | undefined {
    return this.#groups.get(key);
  }

  /** All of the moment, or those of a consumer. */
  list(consumer?: string): readonly LiveGroup[] {
    const all = [...this.#groups.values()];
    return consumer === undefined ? all : all.filter(({ spec }) => spec.consumer === consumer);
  }

  /** @param at - up to where the sink was told everything */
  join(spec: GroupSpec, sink: LiveSink, at: LivePosition | undefined): void {
    const group = this.#groups.get(spec.key) ?? this.#found(spec);
    group.add(sink, at);
  }

  leave(key: string, sink: LiveSink): void {
    const group = this.#groups.get(key);
    group?.remove(sink);
    if (group?.isEmpty !== true) return;
    const { consumer } = group.spec;
    const others = (this.#consumers.get(consumer) ?? 0) - 1;
    if (others > 0) this.#consumers.set(consumer, others);
    else this.#consumers.delete(consumer);
    this.#groups.delete(key);
    this.#index.remove(group);
  }

  /** Every group that a change may concern, with who is in it now. */
  concernedBy(change: FeedChange): readonly GroupTelling[] {
    return Array.from(this.#index.candidates(change), (group) => ({ group, before: group.sinks() }));
  }

  #found(spec: GroupSpec): LiveGroup {
    const group = new LiveGroup(spec);
    this.#groups.set(spec.key, group);
    this.#index.add(group);
    this.#consumers.set(spec.consumer, (this.#consumers.get(spec.consumer) ?? 0) + 1);
    return group;
  }
}
