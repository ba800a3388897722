import type { ContractAccess } from '../../src/policy/AccessProfile.ts';

/** One way in which a request reached a contract, e.g. a root field or a link. */
export interface LoggedAccess {
  readonly access: ContractAccess;
  readonly operation: string;
  readonly paths: ReadonlySet<string>;
  readonly rowCount: number;
}

interface Entry extends LoggedAccess {
  readonly paths: Set<string>;
  /** Those that are in it already, as they were given: a subscription gives the same with each message. */
  readonly noted: WeakSet<readonly string[]>;
  rowCount: number;
}

function newEntry(access: ContractAccess, operation: string): Entry {
  return { access, operation, paths: new Set(), noted: new WeakSet(), rowCount: 0 };
}

/** Collects what a request reads, for the audit and for what its answer says of the contracts behind it. */
export class AccessLog {
  /** By contract, whose ids have no spaces, and operation. */
  readonly #entries = new Map<string, Entry>();

  /** `paths` are the fields that were selected, filtered or ordered by. */
  record(access: ContractAccess, operation: string, paths: readonly string[], rowCount: number): void {
    const key = `${access.contract.id} ${operation}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = newEntry(access, operation);
      this.#entries.set(key, entry);
    }
    entry.rowCount += rowCount;
    if (entry.noted.has(paths)) return;
    entry.noted.add(paths);
    for (const path of paths) entry.paths.add(path);
  }

  entries(): readonly LoggedAccess[] {
    return [...this.#entries.values()];
  }

  /** What was noted so far, and forgets it. */
  take(): readonly LoggedAccess[] {
    const entries = this.entries();
    this.#entries.clear();
    return entries;
  }

  /** The contracts that were touched, each once, ordered by id. */
  contracts(): readonly ContractAccess[] {
    const byId = new Map(this.entries().map(({ access }) => [access.contract.id, access]));
    return [...byId].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, access]) => access);
  }
}
