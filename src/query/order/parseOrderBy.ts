import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { isInputObject } from '../InputObject.ts';
import type { Ordering, OrderTerm } from './OrderTerm.ts';

/**
 * Reads a coerced `orderBy` argument and makes it total: the key fields that it doesn't name follow in the direction of
 * its last entry, so that one index serves the whole ordering, read forwards or backwards.
 *
 * @throws ConcordatError BAD_USER_INPUT for an entry without exactly one field, or a field that is named twice.
 */
export function parseOrderBy(orderBy: unknown, access: ContractAccess): Ordering {
  const entries: readonly unknown[] = Array.isArray(orderBy) ? orderBy : [];
  const asked = entries.map((entry) => parseEntry(entry, access));
  const names = new Set(asked.map((term) => term.field.name));
  if (names.size < asked.length) {
    throw new ConcordatError('BAD_USER_INPUT', '`orderBy` names a field twice.', {
      fix: 'Name each field once.',
    });
  }
  const direction = asked.at(-1)?.direction ?? 'ASC';
  const rest = access.contract.key.filter((field) => !names.has(field.name));
  return [...asked, ...rest.map((field) => ({ field, direction }))];
}

function parseEntry(entry: unknown, access: ContractAccess): OrderTerm {
  const fields = isInputObject(entry) ? Object.entries(entry) : [];
  const [only] = fields;
  if (only === undefined || fields.length > 1) {
    throw new ConcordatError('BAD_USER_INPUT', 'An entry of `orderBy` does not have exactly one field.', {
      fix: 'Write one entry a field, in order: `orderBy: [{ a: DESC }, { b: ASC }]`.',
    });
  }
  const [name, direction] = only;
  const found = access.fields.get(name);
  if (found?.decision.kind !== 'CLEAR' || (direction !== 'ASC' && direction !== 'DESC')) {
    throw new ConcordatError('BAD_USER_INPUT', `\`orderBy\` can't use \`${name}\` like this.`, {
      fix: 'Give a direction, ASC or DESC.',
    });
  }
  return { field: found.field, direction };
}

/** The same ordering read from its end. */
export function reverseOrdering(ordering: Ordering): Ordering {
  return ordering.map(({ field, direction }) => ({ field, direction: direction === 'ASC' ? 'DESC' : 'ASC' }));
}
