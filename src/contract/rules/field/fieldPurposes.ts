import { placeOf } from '../../declarations/placeOf.ts';
import { consumerFields } from '../../declarations/sites.ts';
import { listNames } from '../listNames.ts';
import type { Rule } from '../Rule.ts';

/** A mask is lifted, and a field is there, only for purposes that the contract itself may be used for. */
export const fieldPurposes: Rule = {
  id: 'field-purposes',
  *check(declarations) {
    const { directives } = declarations;
    for (const { field, type, file, contract } of consumerFields(declarations)) {
      const purposes = contract?.type && directives.one(contract.type.node, 'contract')?.args.purposes;
      // Shared types serve contracts of all purposes.
      if (!purposes) continue;
      const mask = directives.one(field.node, 'mask');
      const purpose = directives.one(field.node, 'purpose');
      const uses = [
        { usage: mask, names: mask?.args.clearFor ?? [] },
        { usage: purpose, names: purpose?.args.allow ?? [] },
      ];
      for (const { usage, names } of uses) {
        const foreign = names.filter((name) => !purposes.includes(name));
        if (!usage || foreign.length === 0) continue;
        yield {
          at: placeOf(file, usage.node),
          message: `${type.name}.${field.name} speaks of ${listNames(foreign)}, for which the contract may not be used.`,
          fix: 'Add the purpose to "purposes" of @contract, or remove it here.',
        };
      }
    }
  },
};
