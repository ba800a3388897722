import type { GroupSpec } from '../../feed/hub/LiveGroup.ts';
import type { LiveExecution } from '../graphql/GraphqlEngine.ts';
import type { ChangeWriter } from './ChangeWriter.ts';

/** What subscriptions of equal selection, filter and access share. */
export interface OpenGroup {
  readonly contractId: string;
  readonly spec: GroupSpec;
  readonly writer: ChangeWriter;
  readonly execution: LiveExecution;
  /** Called once, when nobody needs it any more. */
  readonly close: () => void;
}

/** The groups that are open in this process, each made once for all who share it. */
export class GroupRegistry {
  readonly #groups = new Map<string, { readonly group: OpenGroup; users: number }>();

  /** How many there are, by contract. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { group } of this.#groups.values())
      counts.set(group.contractId, (counts.get(group.contractId) ?? 0) + 1);
    return counts;
  }

  acquire(key: string, open: () => OpenGroup): OpenGroup {
    const known = this.#groups.get(key) ?? { group: open(), users: 0 };
    known.users += 1;
    this.#groups.set(key, known);
    return known.group;
  }

  release(key: string): void {
    const known = this.#groups.get(key);
    if (known === undefined) return;
    known.users -= 1;
    if (known.users > 0) return;
    this.#groups.delete(key);
    known.group.close();
  }
}
