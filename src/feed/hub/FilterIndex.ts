import type { ContractField } from '../../contract/model.ts';
import type { Condition } from '../../query/where/Condition.ts';
import { equalityText } from '../../query/where/equalityText.ts';
import { isKnown } from '../../query/where/matchesCondition.ts';
import type { FeedChange } from '../live/FeedChange.ts';
import type { LiveGroup } from './LiveGroup.ts';

export interface Equality {
  readonly field: ContractField;
  readonly texts: ReadonlySet<string>;
}

/** Of what must hold in any case, the equality with the fewest values; undefined where there is none. */
export function equalityOf(condition: Condition): Equality | undefined {
  switch (condition.kind) {
    case 'AND':
      return condition.conditions
        .flatMap((one) => equalityOf(one) ?? [])
        .sort((a, b) => a.texts.size - b.texts.size)[0];
    case 'IN':
      return equality(condition.field, condition.values);
    case 'COMPARE':
      return condition.operator === 'eq' ? equality(condition.field, [condition.value]) : undefined;
    default:
      return undefined;
  }
}

function equality(field: ContractField, values: readonly unknown[]): Equality {
  return { field, texts: new Set(values.map((value) => equalityText(field.type, value))) };
}

interface ByValue {
  readonly field: ContractField;
  readonly groups: Map<string, Set<LiveGroup>>;
}

/** Finds the groups that a change can concern without trying all: those that ask for a value are found by it. */
export class FilterIndex {
  readonly #others = new Set<LiveGroup>();
  readonly #byField = new Map<string, ByValue>();

  add(group: LiveGroup): void {
    const asked = equalityOf(group.spec.filter.condition);
    if (asked === undefined) {
      this.#others.add(group);
      return;
    }
    const { field, texts } = asked;
    const { groups } = this.#byField.get(field.name) ?? { groups: new Map<string, Set<LiveGroup>>() };
    this.#byField.set(field.name, { field, groups });
    for (const text of texts) groups.set(text, (groups.get(text) ?? new Set()).add(group));
  }

  remove(group: LiveGroup): void {
    this.#others.delete(group);
    const asked = equalityOf(group.spec.filter.condition);
    const groups = asked && this.#byField.get(asked.field.name)?.groups;
    if (asked === undefined || groups === undefined) return;
    for (const text of asked.texts) {
      const ofText = groups.get(text);
      ofText?.delete(group);
      if (ofText?.size === 0) groups.delete(text);
    }
    if (groups.size === 0) this.#byField.delete(asked.field.name);
  }

  /** Every group that the row as it is, or as it was, may be one for, and perhaps some more. */
  candidates({ row, before, key }: FeedChange): ReadonlySet<LiveGroup> {
    const found = new Set(this.#others);
    const sides = [row === undefined ? key : row, before === null ? null : { ...before, ...key }];
    for (const { field, groups } of this.#byField.values()) {
      for (const values of sides) {
        if (values === null) continue;
        // Whatever it is that nobody tells, it may be what a group asks for.
        const concerned = isKnown(field, values)
          ? [groups.get(equalityText(field.type, values[field.name])) ?? []]
          : groups.values();
        for (const some of concerned) for (const group of some) found.add(group);
      }
    }
    return found;
  }
}
