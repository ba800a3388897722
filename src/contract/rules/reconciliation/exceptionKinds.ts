import { exceptionValues, isExceptionEnum } from '../../declarations/exceptionValues.ts';
import { startOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

/** A reconciliation where nothing can be uncertain is a product. Every kind of exception has an owner and a due time. */
export const exceptionKinds: Rule = {
  id: 'exception-kinds',
  *check({ reconciliations, directives }) {
    for (const { name, graphql, type } of reconciliations) {
      const kinds = exceptionValues(graphql, directives);
      if (kinds.length === 0) {
        yield {
          at: type?.place ?? startOf(graphql.file),
          message: `Reconciliation ${name} declares no kinds of exceptions.`,
          fix: 'Declare an enum whose values have @exception(owner:, severity:, dueWithin:).',
        };
      }
      const seen = new Set<string>();
      for (const candidate of graphql.types) {
        if (candidate.kind !== 'ENUM' || !isExceptionEnum(candidate, directives)) continue;
        for (const value of candidate.values) {
          if (!directives.has(value.node, 'exception')) {
            yield {
              at: value.place,
              message: `${candidate.name}.${value.name} stands among exceptions and has no @exception.`,
              fix: 'Add @exception(owner:, severity:, dueWithin:), or move the value to another enum.',
            };
          } else if (seen.has(value.name)) {
            yield {
              at: value.place,
              message: `Reconciliation ${name} has two exceptions of kind ${value.name}.`,
              fix: 'Rename one of the two.',
            };
          }
          seen.add(value.name);
        }
      }
    }
  },
};
