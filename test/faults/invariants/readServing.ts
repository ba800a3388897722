import type { Contract } from '../../../src/contract/model.ts';
import type { Session } from '../../../src/storage/Database.ts';
import { quoteName } from '../../../src/storage/quoteName.ts';

/** A row under its GraphQL names, with its `revision`. */
export type ServedRow = Readonly<Record<string, unknown>>;

/** What a serving table holds. */
export function readServing(session: Session, { fields, serving }: Contract): Promise<readonly ServedRow[]> {
  const columns = fields.map(({ column, name }) => `${quoteName(column)} as ${quoteName(name)}`);
  return session.query({
    text: `select ${columns.join(', ')}, _revision::int as revision from ${quoteName(serving.schema, serving.table)}`,
  });
}
