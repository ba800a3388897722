import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import { pageSize } from '../../src/query/page/Page.ts';
import { readByKey } from '../context/readByKey.ts';
import type { RootResolver } from '../query/RootResolver.ts';
import type { RequestContext } from '../context/RequestContext.ts';
import { entityKey } from './entityKey.ts';

/**
 * Root field `_entities`: each representation's row, through the same loaders and rules as by key. A representation
 * that names no type of the caller's schema, or not its whole key, is an error in its place, the same for all reasons.
 */
export const entitiesResolver: RootResolver = (_root, args, context, info) => {
  const { representations } = args;
  const list: readonly unknown[] = Array.isArray(representations) ? representations : [];
  if (list.length > pageSize.most) {
    throw new ConcordatError(
      'LIMIT_EXCEEDED',
      `There are ${list.length} representations; at most ${pageSize.most} are allowed.`,
      { fix: 'Ask in several requests.' },
    );
  }
  return list.map(async (representation) => {
    const { access, key } = namedEntity(context, representation);
    return readByKey(context, access, key, info, info.fieldName);
  });
};

function namedEntity(context: RequestContext, representation: unknown) {
  const fields = new Map<string, unknown>(
    typeof representation === 'object' && representation !== null ? Object.entries(representation) : [],
  );
  const typeName = fields.get('__typename');
  const access = [...context.profile.contracts.values()].find(
    ({ contract }) => contract.typeName === typeName,
  );
  const key = access === undefined ? undefined : entityKey(access, fields);
  if (access === undefined || key === undefined) {
    throw new ConcordatError('BAD_USER_INPUT', 'The representation names no entity of this schema.', {
      fix: 'Give `__typename` and every field of the key.',
    });
  }
  return { access, key };
}
