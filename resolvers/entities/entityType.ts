import type { GraphQLTypeResolver } from 'graphql';
import type { RequestContext } from '../context/RequestContext.ts';
import type { ContractRow } from '../row/ContractRow.ts';

/** Which member of `_Entity` a row is. */
export const entityType: GraphQLTypeResolver<ContractRow, RequestContext> = ({ access }) =>
  access.contract.typeName;
