import type { RequestContext } from '../context/RequestContext.ts';
import { coveredAccess } from '../context/coveredAccess.ts';
import { readByKey } from '../context/readByKey.ts';
import { isKeyValue } from '../context/isKeyValue.ts';
import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import type { RootResolver } from './RootResolver.ts';

/** Root field `<contract>(<key>)`. Every by-key field of an operation on one contract is one statement. */
export function byKeyResolver(contractId: string): RootResolver {
  return (_root, args, context: RequestContext, info) => {
    const access = coveredAccess(context, contractId);
    const key = access.contract.key.map(({ name }) => {
      const value: unknown = args[name];
      if (isKeyValue(value)) return value;
      throw new ConcordatError('BAD_USER_INPUT', `\`${name}\` is not a key value.`);
    });
    return readByKey(context, access, key, info, access.contract.queryName);
  };
}
