import { getNamedType, isObjectType, type GraphQLResolveInfo } from 'graphql';
import { selectedFields, type SelectedField } from '../../src/query/selection/selectedFields.ts';
import { AnswerSize } from '../../src/query/values/AnswerSize.ts';
import type { AnswerBudget } from './AnswerBudget.ts';
import type { BySelection } from './BySelection.ts';

/**
 * Charges for all that a field's value puts into the answer, and gives the value: graphql-js, which writes it without a
 * pause, must not begin with what is too much.
 */
export type Charge = <T>(info: GraphQLResolveInfo, value: T) => T;

/** What is asked of the objects in a field; undefined where there are none. */
export type ChargePlans = BySelection<readonly SelectedField[] | undefined>;

/** @param plans - of the operation */
export function createCharge(budget: AnswerBudget, plans: ChargePlans): Charge {
  const planOf = (info: GraphQLResolveInfo): readonly SelectedField[] | undefined =>
    plans.of(info.fieldNodes, () => {
      const type = getNamedType(info.returnType);
      return isObjectType(type) ? selectedFields(info, type, info.fieldNodes) : undefined;
    });

  return (info, value) => {
    const plan = typeof value === 'object' && value !== null ? planOf(info) : undefined;
    chargeValue(budget, info.fieldName, value, plan);
    return value;
  };
}

/**
 * Charges for a field's value.
 *
 * @param fields - what is asked of the objects in it
 */
export function chargeValue(
  budget: AnswerBudget,
  fieldName: string,
  value: unknown,
  fields: readonly SelectedField[] | undefined,
): void {
  if (typeof value !== 'object' || value === null) {
    budget.charge(1, fieldName.length + (typeof value === 'string' ? value.length : 0));
    return;
  }
  // Item by item, so that a list that is far too long is not measured to its end.
  for (const item of Array.isArray(value) ? value : [value]) {
    const size = new AnswerSize();
    size.add(item, fields);
    budget.charge(size.values, size.bytes);
  }
}
