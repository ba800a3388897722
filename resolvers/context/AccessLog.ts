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
  rowCount: number;
}

/** Collects what a request reads, for the audit and for what its answer says of the contracts behind it. */
export class AccessLog {
  readonly #entries = new Map<string, Entry>();

  /** `paths` are the fields that were selected, filtered or ordered by. */
  record(access: ContractAccess, operation: string, paths: Iterable<string>, rowCount: number): void {
    const id = JSON.stringify([access.contract.id, operation]);
    const entry = this.#entries.get(id) ?? { access, operation, paths: new Set<string>(), rowCount: 0 };
    for (const path of paths) entry.paths.add(path);
    entry.rowCount += rowCount;
    this.#entries.set(id, entry);
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
